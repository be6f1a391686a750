//! `Catalog`: the facts about AWS's services, which the page loads as a file of its own.

use std::cell::Cell;

use iam_eval::wire::WireError;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::throw;
use crate::host::{is_text, text_of, to_json, value_of};
use crate::request::{is_lent, lend};

/// The facts about AWS's services: its actions, resource types and condition keys.
///
/// Made once from the text of the package's `catalog.txt.gz`, and then there for as long as the page is.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Catalog {
    /// What reads logs borrows it, and no class here can borrow from another: it is never freed.
    catalog: &'static iam_eval::catalog::Catalog,
}

#[wasm_bindgen]
impl Catalog {
    /// Checks the text of a catalogue, or its bytes.
    ///
    /// Throws an `InputError` that names the line which is none of a catalogue.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] text: &JsValue,
    ) -> Result<Catalog, JsValue> {
        let refuse = |message: String| throw(&WireError::not_convertible(message));
        if !is_text(text) {
            return Err(refuse("expected the text of a catalogue, or its bytes".to_owned()));
        }
        let text = text_of(text).map_err(|error| throw(&error))?;
        let catalog = iam_eval::catalog::Catalog::from_text(text).map_err(|error| refuse(error.to_string()))?;
        Ok(Catalog { catalog: Box::leak(Box::new(catalog)) })
    }

    /// Where the facts come from, and of which dates.
    #[wasm_bindgen(getter, unchecked_return_type = "Source[]")]
    pub fn sources(&self) -> Result<JsValue, JsValue> {
        value_of(&to_json(&self.catalog.provenance().sources)?)
    }

    #[wasm_bindgen(js_name = __lend, skip_typescript)]
    #[doc(hidden)]
    pub fn lend(&self) {
        LENT.set(Some(self.catalog));
    }
}

thread_local! {
    /// What a handle lends to the call it is an argument of.
    static LENT: Cell<Option<&'static iam_eval::catalog::Catalog>> = const { Cell::new(None) };
}

/// The catalogue that a value is; none where it is `undefined` or `null`.
pub fn known(value: &JsValue) -> Result<Option<&'static iam_eval::catalog::Catalog>, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let is_handle = is_lent(lend(value));
    let lent = LENT.take();
    match (is_handle?, lent) {
        (true, Some(catalog)) => Ok(Some(catalog)),
        _ => Err(throw(&WireError::not_convertible("catalog: expected a `Catalog`"))),
    }
}

/// The catalogue that a value has to be.
#[cfg(feature = "logs")]
pub fn needed(value: &JsValue) -> Result<&'static iam_eval::catalog::Catalog, JsValue> {
    known(value)?.ok_or_else(|| throw(&WireError::not_convertible("catalog: expected a `Catalog`")))
}

//! `Decision`: the answer, and why.

use std::cell::OnceCell;
use std::rc::Rc;

use iam_eval::text::PositionEncoding;
use iam_eval::wire::DecisionReport;
use iam_eval::{Answer, PolicySet, Request};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::host::{to_json, value_of};

/// The answer as JavaScript has it: a string that is there already and need not be made.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug, Clone, Copy)]
pub enum Word {
    /// Every layer that applies lets the request pass, and one grants it.
    Allowed = "allowed",
    /// A statement denies it.
    ExplicitDeny = "explicitDeny",
    /// Nothing grants it, or a layer does not let it pass.
    ImplicitDeny = "implicitDeny",
    /// What is not known decides.
    Depends = "depends",
}

/// The word for an answer.
pub fn word(answer: Answer) -> Word {
    match answer {
        Answer::Allowed => Word::Allowed,
        Answer::ExplicitDeny => Word::ExplicitDeny,
        Answer::ImplicitDeny => Word::ImplicitDeny,
        // `Answer` may grow; what is not known here is not known
        _ => Word::Depends,
    }
}

/// Is a request allowed, why, by which statements, and what was missing to know?
///
/// The answer is there at once; the reasons are found when one of them is first asked for.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Decision {
    answer: Answer,
    set: Rc<PolicySet>,
    request: Rc<Request>,
    encoding: PositionEncoding,
    report: OnceCell<DecisionReport>,
}

impl Decision {
    pub(crate) fn of(set: Rc<PolicySet>, request: Rc<Request>, encoding: PositionEncoding) -> Self {
        Self { answer: set.decide(&request), set, request, encoding, report: OnceCell::new() }
    }

    fn report(&self) -> &DecisionReport {
        self.report.get_or_init(|| DecisionReport::of(&self.set, self.set.evaluate(&self.request), self.encoding))
    }
}

fn value<T: Serialize>(part: &T) -> Result<JsValue, JsValue> {
    value_of(&to_json(part)?)
}

#[wasm_bindgen]
impl Decision {
    /// The answer.
    #[wasm_bindgen(getter, unchecked_return_type = "Answer")]
    pub fn answer(&self) -> Word {
        word(self.answer)
    }

    /// Is the request allowed, whatever is not known?
    #[wasm_bindgen(getter, js_name = isAllowed)]
    pub fn is_allowed(&self) -> bool {
        self.answer == Answer::Allowed
    }

    /// Is the request denied, whatever is not known?
    #[wasm_bindgen(getter, js_name = isDenied)]
    pub fn is_denied(&self) -> bool {
        matches!(self.answer, Answer::ExplicitDeny | Answer::ImplicitDeny)
    }

    /// The answer in words, on one line.
    #[wasm_bindgen(getter)]
    pub fn reason(&self) -> String {
        self.report().reason.clone()
    }

    /// Which layer granted or denied; none where it depends, or where no policy is asked.
    #[wasm_bindgen(getter, js_name = decidedBy, unchecked_return_type = "DecidedBy | undefined")]
    pub fn decided_by(&self) -> Result<JsValue, JsValue> {
        self.report().decided_by.as_ref().map_or(Ok(JsValue::UNDEFINED), value)
    }

    /// Whether an implicit denial may in truth be an explicit one: a Deny of which not all is known.
    #[wasm_bindgen(getter, js_name = maybeExplicit)]
    pub fn maybe_explicit(&self) -> bool {
        self.report().maybe_explicit
    }

    /// How directly the resource's policy names the caller, where it surely does.
    #[wasm_bindgen(getter, js_name = principalGrade, unchecked_return_type = "PrincipalGrade")]
    pub fn principal_grade(&self) -> Result<JsValue, JsValue> {
        value(&self.report().principal_grade)
    }

    /// The statements that the answer rests on.
    #[wasm_bindgen(getter, unchecked_return_type = "DecidingStatement[]")]
    pub fn statements(&self) -> Result<JsValue, JsValue> {
        value(&self.report().statements)
    }

    /// The context keys that statements which may concern the request ask for, and that it lacks.
    #[wasm_bindgen(getter, js_name = missingKeys)]
    pub fn missing_keys(&self) -> Vec<String> {
        self.report().missing_keys.clone()
    }

    /// On what an answer that depends does depend.
    #[wasm_bindgen(getter, js_name = dependsOn, unchecked_return_type = "Dependency[]")]
    pub fn depends_on(&self) -> Result<JsValue, JsValue> {
        value(&self.report().depends_on)
    }

    /// Every layer that applies to the request, and what each of its statements made of it.
    #[wasm_bindgen(getter, unchecked_return_type = "LayerReport[]")]
    pub fn layers(&self) -> Result<JsValue, JsValue> {
        value(&self.report().layers)
    }

    /// Why, in plain words: one line for the answer, then the statements it rests on and what was missing.
    #[wasm_bindgen]
    pub fn explain(&self) -> String {
        self.set.evaluate(&self.request).explain()
    }

    /// All of it as a value.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "DecisionReport")]
    pub fn to_json(&self) -> Result<JsValue, JsValue> {
        value(self.report())
    }

    /// The answer in words, on one line.
    #[wasm_bindgen(js_name = toString)]
    pub fn to_text(&self) -> String {
        self.report().reason.clone()
    }
}

//! The resources that an action needs, as patterns: names that read well before those that are only possible.

use crate::arn::is_account_id;
use crate::catalog::{Catalog, ResourceType, Service};
use crate::condition::OperatorFamily;
use crate::document::Effect;
use crate::pattern::Pattern;

use super::super::clause::Atom;
use super::super::entry::Entry;
use super::super::region::Region;
use super::super::target::Target;
use super::known::{Known, place};

/// Where resources may lie: partition, region, account.
pub(in super::super) type Place = [String; 3];

/// Nobody's account, of AWS's documentation.
const ACCOUNT: &str = "111122223333";
const REGION: &str = "us-east-1";

/// How many places a policy may add.
const MAX_PLACES: usize = 4;

/// One resource that an action needs: the formats of which its ARN is one; none where any will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Need {
    pub formats: Option<Vec<String>>,
}

impl Need {
    /// An action that works on no resource is asked with `*` (rule `resource_request_star`).
    fn everything() -> Self {
        Self { formats: Some(vec!["*".to_owned()]) }
    }

    /// Must two actions that need it touch the same resource?
    pub fn is_shared(&self) -> bool {
        self.formats.as_ref().is_some_and(|formats| !formats.iter().any(|format| format == "*"))
    }

    /// Whatever has more colons than an ARN of its formats: names have none, and `*` of an account in a policy's
    /// resource may run over those of a name (rule `resource_star_tail_crosses_colon`).
    pub fn misnamed(&self) -> Option<Vec<Entry>> {
        let formats = self.formats.as_ref().filter(|_| self.is_shared())?;
        let colons = |format: &String| {
            let own = format.matches(':').count().saturating_sub(5);
            // a function may be called with its version or alias
            own + usize::from(format.ends_with(":function:${FunctionName}"))
        };
        let most = formats.iter().map(colons).max().unwrap_or(0);
        Some(vec![Entry::exact(Pattern::arn(&format!("*:*:*:*:*:*{}", ":*".repeat(most + 1))))])
    }

    /// The requests for an action on its resources.
    pub fn target(&self, action: &str, places: &[Place], atoms: Vec<Atom>) -> Target {
        Target::new(action, self.entries(places), atoms).without(self.misnamed())
    }

    /// What its resource may be called.
    fn entries(&self, places: &[Place]) -> Option<Vec<Entry>> {
        let formats = self.formats.as_ref()?;
        let mut texts: Vec<(String, bool)> = Vec::new();
        for tail in ["example", "?*"] {
            let named = places.iter().flat_map(|place| formats.iter().map(move |format| filled(format, place, tail)));
            texts.extend(named.map(|text| (text, tail == "example")));
        }
        let widest: Place = ["?*".to_owned(), "?*".to_owned(), "?*".to_owned()];
        texts.extend(formats.iter().map(|format| (filled(format, &widest, "?*"), false)));
        let entry = |(text, is_name): (String, bool)| {
            Entry::exact(if is_name || text == "*" { Pattern::literal(&text) } else { Pattern::arn(&text) })
        };
        Some(texts.into_iter().map(entry).collect())
    }
}

/// The resources that an action needs; and whether the catalogue knows.
pub(super) fn needs(action: &str, known: &Known, catalog: &Catalog) -> (Vec<Need>, bool) {
    let Some(found) = catalog.action(action) else { return (vec![Need { formats: None }], false) };
    let service = found.service();
    let of_types = |types: &[ResourceType<'_>]| {
        let formats: Vec<String> = types.iter().flat_map(ResourceType::arn_formats).map(str::to_owned).collect();
        Need { formats: (!formats.is_empty()).then_some(formats) }
    };
    if let Some(needs) = known.needs(action) {
        let named = |types: &Vec<&str>| {
            let formats: Vec<String> = types.iter().flat_map(|name| formats_of(service, name)).collect();
            Need { formats: (!formats.is_empty()).then_some(formats) }
        };
        return (needs.iter().map(named).collect(), true);
    }
    if !found.has_resource_types() {
        return (vec![Need::everything()], true);
    }
    let types = |is_wanted: fn(bool) -> bool| -> Vec<ResourceType<'_>> {
        let kinds = found.resources().filter(|kind| is_wanted(kind.is_required()));
        kinds.filter_map(|kind| kind.resource_type()).collect()
    };
    let required = types(|is_required| is_required);
    if required.is_empty() {
        return (vec![of_types(&types(|_| true))], true);
    }
    (required.iter().map(|kind| of_types(std::slice::from_ref(kind))).collect(), true)
}

/// The formats of a type of resources; a format is its own.
fn formats_of(service: Service<'_>, name: &str) -> Vec<String> {
    if name.starts_with("arn:") {
        return vec![name.to_owned()];
    }
    let found = service.resource_type(name);
    found.iter().flat_map(ResourceType::arn_formats).map(str::to_owned).collect()
}

/// A format with its place filled in, and each other variable by one text.
pub(in super::super) fn filled(format: &str, [partition, region, account]: &Place, tail: &str) -> String {
    let mut text = String::with_capacity(format.len());
    let mut rest = format;
    while let Some(at) = rest.find("${") {
        text.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at..).unwrap_or("");
        let end = rest.find('}').map_or(rest.len(), |end| end + 1);
        text.push_str(match rest.get(..end).unwrap_or("") {
            "${Partition}" => partition,
            "${Region}" => region,
            "${Account}" => account,
            variable if variable.contains("RevisionNumber") && tail != "?*" => "1",
            _ => tail,
        });
        rest = rest.get(end..).unwrap_or("");
    }
    text.push_str(rest);
    text
}

/// Where the resources may lie that a region's policies name: nowhere in particular first.
pub(in super::super) fn places(region: &Region) -> Vec<Place> {
    // what has to be asked of a region is asked of a resource there
    let required = |atom: &&Atom| {
        &*atom.key.lower == "aws:requestedregion"
            && atom.family() == Some(OperatorFamily::String)
            && atom.is_negated() == (atom.effect == Effect::Deny)
    };
    let atoms = region.layers.iter().flatten().flat_map(|clause| &clause.atoms).filter(required);
    let regions = atoms.flat_map(|atom| &atom.values).find(|value| !value.contains(['*', '?', '$']));
    let mut all = vec![complete("", regions.map_or("", |region| region), "")];
    let mut add = |place: Place| {
        if all.len() <= MAX_PLACES && !all.contains(&place) {
            all.push(place);
        }
    };
    for clause in region.layers.iter().flatten() {
        for entry in clause.resource.iter().filter(|texts| !texts.is_negated).flat_map(|texts| &texts.entries) {
            if let Some([partition, region, account]) = place(entry.pattern.as_str()) {
                add(complete(partition, region, account));
            }
        }
    }
    all
}

fn complete(partition: &str, region: &str, account: &str) -> Place {
    let or = |text: &str, default: &str| if text.is_empty() { default.to_owned() } else { text.to_owned() };
    let account = if is_account_id(account) { account } else { "" };
    [or(partition, "aws"), or(region, REGION), or(account, ACCOUNT)]
}

//! On what: the ARNs of the resources that a call worked on, as the catalogue writes them and the record
//! fills them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::catalog::{ResourceType, ServiceAction};

use super::names;
use super::parameters::{Parameter, Parameters, Plain, plain_text};

/// How to find the resources of an action: its types, with what may fill each variable.
#[derive(Debug)]
pub(super) struct Recipe<'c> {
    pub kinds: Vec<Kind<'c>>,
    /// Whether the call makes the resource, so that its id is not known before.
    is_creation: bool,
}

/// A type of resources that the action takes.
#[derive(Debug)]
pub(super) struct Kind<'c> {
    is_required: bool,
    of: ResourceType<'c>,
    formats: Vec<Format<'c>>,
}

#[derive(Debug)]
struct Format<'c> {
    pieces: Vec<Piece<'c>>,
}

#[derive(Debug)]
enum Piece<'c> {
    Literal(&'c str),
    Partition,
    Region,
    Account,
    Variable(Variable<'c>),
}

/// A variable that is the resource's own, and what in a record may be its value.
#[derive(Debug)]
struct Variable<'c> {
    name: &'c str,
    /// The literal before it, which values may repeat: `alias/`.
    before: &'c str,
    /// Names of parameters, the likeliest first.
    names: Vec<Plain>,
    /// The name without `Name`, `Id` …
    stem: String,
    /// Rule `generic names`: whether `name` or `id` may mean it.
    takes_generic: bool,
    /// Whether no request ever tells it.
    is_generated: bool,
    /// Whether any text is a name of it, also one that reads like an ARN or an address.
    is_verbatim: bool,
    /// What the service adds to the name that a request tells.
    suffix: &'static str,
}

/// What a record tells besides its parameters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'r> {
    pub partition: &'r str,
    pub region: &'r str,
    pub account: &'r str,
}

/// A resource, and how much of it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found<'r> {
    pub arn: Cow<'r, str>,
    pub is_partial: bool,
    pub is_unknown: bool,
}

impl<'r> Found<'r> {
    pub fn exact(arn: impl Into<Cow<'r, str>>) -> Self {
        Self { arn: arn.into(), is_partial: false, is_unknown: false }
    }

    /// Rule `no_resource_level`.
    pub fn all() -> Self {
        Self::exact("*")
    }

    pub fn unknown(arn: impl Into<Cow<'r, str>>) -> Self {
        Self { arn: arn.into(), is_partial: false, is_unknown: true }
    }
}

/// Rule `resource_exact_text`: a value is itself, also where it holds what a pattern would read.
pub(super) fn escape(value: &str) -> Cow<'_, str> {
    if memchr::memchr3(b'*', b'?', b'$', value.as_bytes()).is_none() {
        return value.into();
    }
    let mut text = String::with_capacity(value.len() + 8);
    for letter in value.chars() {
        match letter {
            '*' => text.push_str("${*}"),
            '?' => text.push_str("${?}"),
            '$' => text.push_str("${$}"),
            other => text.push(other),
        }
    }
    text.into()
}

impl<'c> Recipe<'c> {
    pub fn of(action: ServiceAction<'c>, event: &str) -> Self {
        let noun = plain_text(event);
        let service = action.service().prefix();
        let only_one = action.resources().count() == 1;
        let kinds = action.resources().filter_map(|resource| {
            let kind = resource.resource_type()?;
            let formats = kind.arn_formats().map(|format| Format::of(format, service, kind.name(), &noun, only_one));
            Some(Kind { is_required: resource.is_required(), of: kind, formats: formats.collect() })
        });
        Self { kinds: kinds.collect(), is_creation: is_creation(event) }
    }

    /// Whether the request's parameters say anything about the resource.
    pub fn needs_parameters(&self) -> bool {
        !self.kinds.is_empty()
    }

    /// The resources, by rules `resource_of` and `resource_type_gate`: an ARN of a type that the action
    /// does not take is never attached.
    pub fn find<'r>(&self, scene: Scene<'_>, given: &Given<'r, '_>) -> Vec<Found<'r>> {
        if self.kinds.is_empty() {
            return vec![Found::all()];
        }
        let mut required = Vec::new();
        let mut optional: Vec<(Vec<&str>, Found<'r>)> = Vec::new();
        for kind in &self.kinds {
            let named = kind.named(scene, given, self.is_creation);
            if kind.is_required {
                if named.is_empty() {
                    required.extend(kind.blank(scene, self.is_creation));
                } else {
                    required.extend(named.into_iter().map(|(_, found)| found));
                }
            } else {
                // rule `resource_required_all`: optional types only where the request names them
                optional.extend(named.into_iter().filter(|(_, found)| !found.is_partial));
            }
        }
        // of two types of which one takes more of what is named, that one is meant
        let mut named: Vec<Vec<&str>> = optional.iter().map(|(names, _)| names.clone()).collect();
        named.sort_unstable();
        named.dedup();
        let is_widest = |names: &Vec<&str>| {
            let holds = |others: &&Vec<&str>| {
                others.len() > names.len() && names.iter().all(|name| others.contains(name)) && !names.is_empty()
            };
            !named.iter().any(|others| holds(&others))
        };
        let mut found = required;
        found.extend(optional.into_iter().filter(|(names, _)| is_widest(names)).map(|(_, found)| found));
        if found.is_empty() {
            found.extend(self.nothing_named(scene));
        }
        let mut seen: HashSet<String> = HashSet::new();
        found.retain(|one| seen.insert(one.arn.clone().into_owned()));
        found
    }

    fn nothing_named<'r>(&self, scene: Scene<'_>) -> Option<Found<'r>> {
        match self.kinds.as_slice() {
            // the only type there is, as far as the record tells it
            [only] => only.blank(scene, self.is_creation),
            _ => Some(Found::unknown("*")),
        }
    }
}

/// What a record holds that may name resources.
#[derive(Debug)]
pub(super) struct Given<'r, 'g> {
    pub request: &'g Parameters<'r>,
    pub response: &'g Parameters<'r>,
    /// The ARNs of `resources[]`.
    pub listed: &'g [Cow<'r, str>],
    /// Whether `resources[]` says it best: KMS logs the key whatever the request calls it.
    pub prefers_listed: bool,
}

impl<'c> Kind<'c> {
    fn takes(&self, arn: &str) -> bool {
        self.of.matches(arn)
    }

    /// The resources of this type that the record names, with the variables that were filled.
    fn named<'r>(&self, scene: Scene<'_>, given: &Given<'r, '_>, is_creation: bool) -> Vec<(Vec<&'c str>, Found<'r>)> {
        let listed = || {
            let arns = given.listed.iter().filter(|arn| self.takes(arn));
            arns.map(|arn| (Vec::new(), Found::exact(escape_arn(arn)))).collect::<Vec<_>>()
        };
        if given.prefers_listed {
            let found = listed();
            if !found.is_empty() {
                return found;
            }
        }
        if is_creation {
            // the id that the service gave, or the name with its path
            let arns = given.response.all.iter().filter(|found| {
                plain_text(&found.name).ends_with("arn") && found.value.starts_with("arn:") && self.takes(&found.value)
            });
            let found: Vec<_> = arns.take(1).map(|arn| (Vec::new(), Found::exact(escape_arn(&arn.value)))).collect();
            if !found.is_empty() {
                return found;
            }
        }
        let arns = given
            .request
            .all
            .iter()
            .filter(|found| found.value.starts_with("arn:") && self.is_meant_by(found) && self.takes(&found.value));
        let mut found: Vec<_> = arns.map(|arn| (Vec::new(), Found::exact(escape_arn(&arn.value)))).collect();
        if !found.is_empty() && !self.is_loose() {
            return found;
        }
        let filled = self.formats.iter().flat_map(|format| format.fill(scene, given.request));
        let filled: Vec<_> = filled.collect();
        let fullest = filled.iter().map(|(names, _)| names.len()).max().unwrap_or(0);
        let filled: Vec<_> = filled.into_iter().filter(|(names, _)| names.len() == fullest).collect();
        if filled.iter().any(|(_, found)| !found.is_partial) || (!filled.is_empty() && found.is_empty()) {
            let whole = filled.iter().all(|(_, found)| !found.is_partial);
            if whole || given.listed.iter().all(|arn| !self.takes(arn)) {
                let listed = self.listed_by_resource(given);
                return filled.into_iter().map(|(names, found)| (names, as_listed(&listed, found))).collect();
            }
        }
        if found.is_empty() {
            found = listed();
        }
        if found.is_empty() && is_creation {
            let filled = self.formats.iter().flat_map(|format| format.fill(scene, given.response));
            found = filled.filter(|(_, found)| !found.is_partial).take(1).collect();
        }
        if found.is_empty() { filled } else { found }
    }

    /// Whether a parameter may hold the resource's ARN, by its name: a text that a caller made up, such as a key or a
    /// description, may read like an ARN, and names nothing.
    fn is_meant_by(&self, parameter: &Parameter<'_>) -> bool {
        let plain = plain_text(&parameter.name);
        let variables = || self.formats.iter().flat_map(Format::variables).filter(|variable| !variable.is_verbatim);
        // inside of other things names are those of other things
        let is_top = parameter.depth == 0;
        let own = plain.strip_suffix("arns").or_else(|| plain.strip_suffix("arn"));
        let is_own = own.is_some_and(|own| {
            own.is_empty()
                || RESOURCE_NAMES.contains(&own)
                || plain_text(self.of.name()).ends_with(own)
                || variables().any(|variable| {
                    own == variable.stem || variable.is_alike(&format!("{own}id")) || variable.stem.ends_with(own)
                })
        });
        (is_top && (is_own || RESOURCE_NAMES.contains(&plain.as_str())))
            || variables().any(|variable| {
                variable.names.contains(&parameter.plain)
                    || variable.is_alike(&plain)
                    || (variable.takes_generic && is_top && GENERIC.contains(&plain.as_str()))
            })
    }

    /// The ARNs of this type in `resources[]`, by what they have behind the account.
    fn listed_by_resource<'g>(&self, given: &Given<'_, 'g>) -> HashMap<String, &'g str> {
        let mut listed = HashMap::new();
        for arn in given.listed.iter().filter(|arn| self.takes(arn)) {
            if let Some(resource) = escape(arn).splitn(6, ':').nth(5) {
                listed.entry(resource.to_owned()).or_insert(&**arn);
            }
        }
        listed
    }

    /// Whether nearly any ARN of the service fits: an S3 bucket's resource part is one variable.
    fn is_loose(&self) -> bool {
        self.formats.iter().any(|format| {
            let colons = format.pieces.iter().map(|piece| match piece {
                Piece::Literal(text) => text.matches(':').count(),
                _ => 0,
            });
            matches!(format.pieces.as_slice(), [.., Piece::Literal(before), Piece::Variable(_)] if before.ends_with(':'))
                && colons.sum::<usize>() == 5
        })
    }

    /// Rule `resource_unfilled`: the type's ARN with `*` for its own variables.
    fn blank<'r>(&self, scene: Scene<'_>, is_creation: bool) -> Option<Found<'r>> {
        let format = self.formats.first()?;
        let arn = format.write(scene, |_| None).0;
        let has_own = format.pieces.iter().any(|piece| matches!(piece, Piece::Variable(_)));
        Some(if is_creation || !has_own { Found::exact(arn) } else { Found::unknown(arn) })
    }
}

/// The same resource as `resources[]` has it: AWS's own ARN knows the region and account best.
fn as_listed<'r>(listed: &HashMap<String, &str>, found: Found<'r>) -> Found<'r> {
    let same = found.arn.splitn(6, ':').nth(5).and_then(|resource| listed.get(resource));
    same.map_or(found, |arn| Found::exact(escape_arn(arn)))
}

/// An ARN that a record holds, as a policy has it; `arn:…:*` at its end, as log groups have, is kept.
fn escape_arn(arn: &str) -> String {
    let group = arn.strip_suffix(":*").filter(|_| arn.split(':').nth(2) == Some("logs"));
    match group {
        Some(arn) => format!("{}:*", escape(arn)),
        None => escape(arn).into_owned(),
    }
}

impl<'c> Format<'c> {
    fn of(format: &'c str, service: &str, kind: &str, event: &str, only_one: bool) -> Self {
        let mut pieces = Vec::new();
        let mut rest = format;
        let mut before = "";
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix("${")
                && let Some(end) = inner.find('}')
            {
                let name = inner.get(..end).unwrap_or("");
                rest = inner.get(end + 1..).unwrap_or("");
                pieces.push(match name {
                    "Partition" => Piece::Partition,
                    "Region" => Piece::Region,
                    "Account" => Piece::Account,
                    _ => Piece::Variable(Variable::of(name, before, service, kind, event)),
                });
                continue;
            }
            let end = rest.get(1..).and_then(|text| text.find("${")).map_or(rest.len(), |at| at + 1);
            let (literal, after) = rest.split_at(end);
            // the type, as values repeat it: `hostedzone/`, `function:`
            let inner = literal.get(..literal.len() - 1).unwrap_or("");
            before = inner.rfind(':').and_then(|at| literal.get(at + 1..)).unwrap_or(literal);
            pieces.push(Piece::Literal(literal));
            rest = after;
        }
        // the type's own name is that of what comes last: `service/${ClusterName}/${ServiceName}`
        if let Some(last) = pieces.iter_mut().rev().find_map(|piece| match piece {
            Piece::Variable(variable) => Some(variable),
            _ => None,
        }) {
            last.names.extend(names_of(&plain_text(kind)));
        }
        let own = pieces.iter().filter(|piece| matches!(piece, Piece::Variable(_))).count();
        if only_one && own == 1 {
            for piece in &mut pieces {
                if let Piece::Variable(variable) = piece {
                    variable.takes_generic = true;
                }
            }
        }
        Self { pieces }
    }

    fn variables(&self) -> impl Iterator<Item = &Variable<'c>> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(variable),
            _ => None,
        })
    }

    fn write(&self, scene: Scene<'_>, value: impl Fn(&Variable<'c>) -> Option<String>) -> (String, bool) {
        let mut arn = String::new();
        let mut is_partial = false;
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => arn.push_str(text),
                Piece::Partition => arn.push_str(scene.partition),
                Piece::Region => arn.push_str(or_any(scene.region)),
                Piece::Account => arn.push_str(or_any(scene.account)),
                Piece::Variable(variable) => {
                    let value = value(variable);
                    is_partial |= value.is_none() && !variable.is_generated;
                    arn.push_str(value.as_deref().unwrap_or("*"));
                }
            }
        }
        (arn, is_partial)
    }

    /// The ARNs that the parameters fill: one, or as many as a list names. None where no variable is filled.
    fn fill<'r>(&self, scene: Scene<'_>, parameters: &Parameters<'r>) -> Vec<(Vec<&'c str>, Found<'r>)> {
        let values: Vec<(&Variable<'c>, Vec<String>)> =
            self.variables().map(|variable| (variable, variable.values(parameters))).collect();
        let names: Vec<&'c str> =
            values.iter().filter(|(_, values)| !values.is_empty()).map(|(variable, _)| variable.name).collect();
        if names.is_empty() {
            return Vec::new();
        }
        let most = values.iter().map(|(_, values)| values.len()).max().unwrap_or(1);
        let found = (0..most).map(|at| {
            let (arn, is_partial) = self.write(scene, |variable| {
                let (_, values) = values.iter().find(|(known, _)| known.name == variable.name)?;
                // lists of names go side by side; what is named once goes with each
                values.get(at).or_else(|| values.first()).cloned()
            });
            (names.clone(), Found { arn: arn.into(), is_partial, is_unknown: false })
        });
        found.collect()
    }
}

fn or_any(text: &str) -> &str {
    if text.is_empty() { "*" } else { text }
}

/// Names for whatever a call works on.
const RESOURCE_NAMES: &[&str] = &[
    "resource",
    "resources",
    "resourcearn",
    "resourceid",
    "resourceids",
    "resourcename",
    "resourceidentifier",
    "resourcelist",
];

/// Names for what a call is about, where its own name says what that is.
const GENERIC: &[&str] = &["name", "id", "identifier", "names", "ids", "resourceid", "resourcename"];

/// The endings that say what a name is, and not of what.
const ENDINGS: &[&str] =
    &["withoutleadingslash", "withpath", "friendlyname", "identifier", "names", "name", "ids", "id", "arns", "arn"];

/// A name's letters without its ending.
fn stem(plain: &str) -> &str {
    let mut stem = plain;
    loop {
        let shorter = ENDINGS.iter().find_map(|ending| stem.strip_suffix(ending)).filter(|shorter| !shorter.is_empty());
        match shorter {
            Some(shorter) => stem = shorter,
            None => return stem,
        }
    }
}

/// What parameters call a thing of this name.
fn names_of(stem: &str) -> impl Iterator<Item = Plain> {
    let endings = ["", "name", "id", "identifier", "s", "names", "ids", "identifiers"];
    endings.into_iter().map(move |ending| Plain::of(&format!("{stem}{ending}")))
}

impl<'c> Variable<'c> {
    fn of(name: &'c str, before: &'c str, service: &str, kind: &str, event: &str) -> Self {
        let plain = plain_text(name);
        let own = stem(&plain).to_owned();
        let kind = plain_text(kind);
        let mut names: Vec<Plain> = names::of_variable(service, name).map(Plain::of).collect();
        names.push(Plain::of(&plain));
        names.push(Plain::of(&format!("{plain}s")));
        names.extend(names_of(&own));
        let is_noun_of_event = own.len() > 2 && event.contains(&own) || event.contains(&kind);
        Self {
            name,
            before,
            names,
            takes_generic: is_noun_of_event,
            is_generated: names::is_generated(service, name),
            is_verbatim: names::is_verbatim(service, name),
            suffix: names::suffix(service, name),
            stem: own,
        }
    }

    /// What the parameters say it is: one value, or those of a list.
    fn values(&self, parameters: &Parameters<'_>) -> Vec<String> {
        if self.is_generated {
            return Vec::new();
        }
        for name in &self.names {
            let found = nearest(parameters.named(*name));
            let values = self.clean(&found);
            if !values.is_empty() {
                return values;
            }
        }
        if self.stem.len() > 3 {
            let alike = parameters.all.iter().filter(|parameter| self.is_alike(&plain_text(&parameter.name)));
            let values = self.clean(&nearest(alike));
            if !values.is_empty() {
                return values;
            }
        }
        if self.takes_generic {
            for name in GENERIC {
                let top = parameters.named(Plain::of(name)).filter(|parameter| parameter.depth == 0);
                let values = self.clean(&nearest(top));
                if !values.is_empty() {
                    return values;
                }
            }
        }
        Vec::new()
    }

    /// A longer name for the same, or a shorter one: `MemberAccountId` and `accountId`.
    fn is_alike(&self, plain: &str) -> bool {
        let theirs = stem(plain);
        self.stem.len() > 3
            && theirs != plain
            && !plain.ends_with("arn")
            && theirs.len() > 3
            && (theirs.ends_with(&self.stem) || self.stem.ends_with(theirs))
    }

    fn clean(&self, parameters: &[&Parameter<'_>]) -> Vec<String> {
        parameters.iter().filter_map(|parameter| self.value(&parameter.value)).collect()
    }

    /// A value as it stands in the ARN: without the type that it may repeat.
    fn value(&self, value: &str) -> Option<String> {
        if self.is_verbatim {
            return Some(escape(value).into_owned());
        }
        let mut value = value.trim();
        // an ARN of another type is no name
        if value.starts_with("arn:") || value.is_empty() || value.starts_with("http") {
            return None;
        }
        if !self.before.is_empty()
            && let Some(at) = value.find(self.before)
            && (at == 0 || value.get(..at).is_some_and(|start| start.ends_with([':', '/'])))
        {
            value = value.get(at + self.before.len()..)?;
        }
        if self.name.ends_with("WithoutLeadingSlash") {
            value = value.trim_start_matches('/');
        }
        (!value.is_empty()).then(|| format!("{}{}", escape(value), self.suffix))
    }
}

/// The values nearest to the top: one, or all of one list.
fn nearest<'p, 'r: 'p>(parameters: impl Iterator<Item = &'p Parameter<'r>>) -> Vec<&'p Parameter<'r>> {
    let mut found: Vec<&'p Parameter<'r>> = Vec::new();
    for parameter in parameters {
        match found.first() {
            Some(first) if parameter.depth > first.depth => {}
            Some(first) if parameter.depth == first.depth => {
                if parameter.is_listed && first.plain == parameter.plain {
                    found.push(parameter);
                }
            }
            _ => found = vec![parameter],
        }
    }
    found
}

/// Does a call of this name make what it names?
pub(super) fn is_creation(event: &str) -> bool {
    ["Create", "Run", "Allocate", "Request", "Register", "Import", "Copy", "Restore", "Provision", "Purchase"]
        .iter()
        .any(|verb| event.starts_with(verb))
}

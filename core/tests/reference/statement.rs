//! One statement against the request: action ∧ resource ∧ principal ∧ conditions.

use super::condition::Test;
use super::context::{Context, text};
use super::logic::{Grade, Grades, Tri};
use super::pattern;
use super::principal::{Kind, Principal, texts};
use super::variable::{Expansion, expand};
use serde_json::Value as Json;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Allow,
    Deny,
}

/// Which elements a layer's statements have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// Identity, boundary, session, service control: principals play no part (rule 42).
    Identity,
    ResourceControl,
    Resource,
    /// Principal `*` is the default (rule 101).
    VpcEndpoint,
    /// The resource is the role itself (rule 102).
    Trust,
}

/// The request as statements see it.
pub struct Asked<'a> {
    pub action: &'a str,
    pub resource: &'a str,
    pub principal: &'a Principal,
    pub context: &'a Context,
    /// Does the principal have a permissions boundary? (rule 40)
    pub has_boundary: Tri,
}

pub struct Statement<'a> {
    pub json: &'a Json,
    pub version_expands: bool,
    pub layer: Layer,
}

impl Statement<'_> {
    pub fn effect(&self) -> Result<Effect, String> {
        match self.json.get("Effect").and_then(Json::as_str) {
            Some("Allow") => Ok(Effect::Allow),
            Some("Deny") => Ok(Effect::Deny),
            _ => Err("statement without a known Effect".to_owned()),
        }
    }

    /// The grade at which the statement matches; None: it does not.
    pub fn grade(&self, asked: &Asked<'_>) -> Result<Grades, String> {
        let effect = self.effect()?;
        let rest = self.action(asked)?.and(self.resource(asked)?).and(self.conditions(asked, effect)?);
        Ok(self.principal(asked, effect)?.provided(rest))
    }

    fn one_of(&self, plain: &str, negated: &str) -> Result<Option<(&Json, bool)>, String> {
        match (self.json.get(plain), self.json.get(negated)) {
            (Some(value), None) => Ok(Some((value, false))),
            (None, Some(value)) => Ok(Some((value, true))),
            (None, None) => Ok(None),
            (Some(_), Some(_)) => Err(format!("both {plain} and {negated}")),
        }
    }

    fn action(&self, asked: &Asked<'_>) -> Result<Tri, String> {
        let (entries, negated) = self.one_of("Action", "NotAction")?.ok_or("statement without Action")?;
        let entries = texts(entries)?;
        let named = entries.iter().any(|entry| pattern::action(entry, asked.action));
        Ok(Tri::from(named).negate_if(negated))
    }

    fn resource(&self, asked: &Asked<'_>) -> Result<Tri, String> {
        let Some((entries, negated)) = self.one_of("Resource", "NotResource")? else {
            // such a policy hangs on its resource, or covers a whole account or network; elsewhere
            // the element is needed, and a statement without it is taken towards denial
            return Ok(Tri::from(self.layer != Layer::Identity || self.effect()? == Effect::Deny));
        };
        let named = Tri::any(texts(entries)?.iter().map(|entry| {
            match expand(entry, self.version_expands, asked.context) {
                Expansion::Text(expanded) => Tri::from(pattern::resource(&expanded, asked.resource)),
                // rules 13 and 19
                Expansion::Missing => Tri::False,
                Expansion::Unknown(open) => open.may_match(asked.resource),
            }
        }));
        Ok(named.negate_if(negated))
    }

    fn principal(&self, asked: &Asked<'_>, effect: Effect) -> Result<Grades, String> {
        let anybody = Grades::known(Grade::Direct);
        if self.layer == Layer::Identity {
            return Ok(anybody);
        }
        // who asks without a signature asks to assume a role: its trust policy, by whatever name
        let trust = matches!(self.layer, Layer::Trust | Layer::Resource);
        match self.one_of("Principal", "NotPrincipal")? {
            Some((element, false)) => asked.principal.grade_of(element, trust),
            Some((element, true)) => {
                let mut excluded = asked.principal.excluded(element, trust)?;
                let bounded = matches!(asked.principal.kind, Kind::User | Kind::AssumedRole);
                if effect == Effect::Deny && bounded {
                    // rule 40
                    excluded = excluded.or(asked.has_boundary);
                }
                Ok(anybody.provided(excluded))
            }
            None if self.layer == Layer::VpcEndpoint => Ok(anybody),
            // rule 42
            None => Ok(Grades::NONE),
        }
    }

    fn conditions(&self, asked: &Asked<'_>, effect: Effect) -> Result<Tri, String> {
        let block = match self.json.get("Condition") {
            None | Some(Json::Null) => return Ok(Tri::True),
            Some(block) => block.as_object().ok_or("Condition must be an object")?,
        };
        let test = Test { effect, version_expands: self.version_expands, context: asked.context };
        let mut all = Tri::True;
        for (operator, keys) in block {
            let keys = keys.as_object().ok_or("an operator must hold keys")?;
            let keys = keys
                .iter()
                .map(|(key, values)| Ok((key.clone(), condition_values(values)?)))
                .collect::<Result<Vec<_>, String>>()?;
            all = all.and(test.operator(operator, &keys));
        }
        Ok(all)
    }
}

fn condition_values(values: &Json) -> Result<Vec<String>, String> {
    let one = |value: &Json| text(value).ok_or_else(|| format!("no condition value: `{value}`"));
    match values {
        Json::Array(list) => list.iter().map(one).collect(),
        single => Ok(vec![one(single)?]),
    }
}

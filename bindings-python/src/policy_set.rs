//! `PolicySet`: the policies that a request meets.

use std::collections::BTreeMap;
use std::sync::Arc;

use iam_eval::PolicySet as CorePolicySet;
use iam_eval::wire::{self, WireOptions};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::value::RawValue;

use crate::asked::Asked;
use crate::decision::Decision;
use crate::decisions::Decisions;
use crate::errors::refuse;
use crate::host::{HostError, JsonText};
use crate::options::{options_dict, wire_options};
use crate::questions::Question;
use crate::value::{Reduced, restorer};

/// A compiled set, how it was read, and from what.
pub(crate) struct Compiled {
    pub set: CorePolicySet,
    pub options: WireOptions,
    pub json: String,
}

/// The policies that a request meets, by layer, compiled once and asked many times, by many threads.
///
/// `identity` and `session` take a list of policies or one, the control layers a list of levels from
/// the root down, the others one policy. A policy is its text, its bytes, its dict, or a `Policy`;
/// `UNKNOWN` says that nobody knows what a layer holds. A layer that is not given does not restrict,
/// but for `identity`: an answer that hangs on it depends. An empty list says that there are none.
///
/// Raises `ParseError`, `LimitError` or `InputError`, which name the policy.
///
/// >>> from iam_eval import PolicySet
/// >>> admin = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
/// >>> boundary = {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
/// >>> policies = PolicySet(identity=[admin], permissions_boundary=boundary)
/// >>> policies.decide("s3:GetObject"), policies.decide("iam:DeleteUser")
/// ('allowed', 'implicitDeny')
#[pyclass(frozen, module = "iam_eval")]
pub(crate) struct PolicySet {
    compiled: Arc<Compiled>,
}

impl PolicySet {
    pub fn compiled(&self) -> Arc<Compiled> {
        Arc::clone(&self.compiled)
    }

    fn build(py: Python<'_>, json: String, options: WireOptions) -> PyResult<Self> {
        let built = py.detach(|| wire::read_policy_set(&json, &options));
        let set = built.map_err(|error| refuse(py, &error))?;
        Ok(Self { compiled: Arc::new(Compiled { set, options, json }) })
    }
}

#[pymethods]
impl PolicySet {
    #[new]
    #[pyo3(
        signature = (*, identity=None, permissions_boundary=None, session=None, service_control=None,
            resource_control=None, resource=None, vpc_endpoint=None, trust=None, limits=None, position_encoding=None),
        text_signature = "(*, identity=None, permissions_boundary=None, session=None, service_control=None, \
            resource_control=None, resource=None, vpc_endpoint=None, trust=None, limits=None, \
            position_encoding='code-points')"
    )]
    #[expect(clippy::too_many_arguments, reason = "these are the layers")]
    fn new(
        py: Python<'_>,
        identity: Option<&Bound<'_, PyAny>>,
        permissions_boundary: Option<&Bound<'_, PyAny>>,
        session: Option<&Bound<'_, PyAny>>,
        service_control: Option<&Bound<'_, PyAny>>,
        resource_control: Option<&Bound<'_, PyAny>>,
        resource: Option<&Bound<'_, PyAny>>,
        vpc_endpoint: Option<&Bound<'_, PyAny>>,
        trust: Option<&Bound<'_, PyAny>>,
        limits: Option<&Bound<'_, PyAny>>,
        position_encoding: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let options = wire_options(limits, position_encoding)?;
        let layers = [
            ("identity", identity),
            ("permissions_boundary", permissions_boundary),
            ("session", session),
            ("service_control", service_control),
            ("resource_control", resource_control),
            ("resource", resource),
            ("vpc_endpoint", vpc_endpoint),
            ("trust", trust),
        ];
        let json = layers_json(&layers).map_err(|error| error.raise(py, options.position_encoding))?;
        Self::build(py, json, options)
    }

    /// Is the request allowed, why, by which statements, and what was missing to know?
    ///
    /// Takes a `Request`, a dict of one, or its members. Only the answer is found at once; the report
    /// is made when it is first looked at. Raises `InputError` where the request contradicts itself.
    ///
    /// >>> from iam_eval import PolicySet
    /// >>> boundary = {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    /// >>> policies = PolicySet(permissions_boundary=boundary)
    /// >>> decision = policies.evaluate("iam:DeleteUser", principal="arn:aws:iam::111122223333:user/ann")
    /// >>> if not decision:
    /// ...     print(decision.reason)
    /// denied: no statement of the permissions boundary allows it
    #[pyo3(
        signature = (action, resource=None, *, principal=None, context=None, resource_account=None,
            resource_in_management_account=None, context_mode=None, grants=None, called_via=None, r#override=None),
        text_signature = "($self, action, resource='*', *, principal=None, context=None, resource_account=None, \
            resource_in_management_account=False, context_mode='closed', grants=(), called_via=None, override=False)"
    )]
    #[expect(clippy::too_many_arguments, reason = "these are the members of a request")]
    fn evaluate(
        &self,
        action: &Bound<'_, PyAny>,
        resource: Option<&Bound<'_, PyAny>>,
        principal: Option<&Bound<'_, PyAny>>,
        context: Option<&Bound<'_, PyAny>>,
        resource_account: Option<&Bound<'_, PyAny>>,
        resource_in_management_account: Option<&Bound<'_, PyAny>>,
        context_mode: Option<&Bound<'_, PyAny>>,
        grants: Option<&Bound<'_, PyAny>>,
        called_via: Option<&Bound<'_, PyAny>>,
        r#override: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Decision> {
        let asked = Asked::of(
            action,
            resource,
            principal,
            context,
            resource_account,
            resource_in_management_account,
            context_mode,
            grants,
            called_via,
            r#override,
        )?;
        let request = asked.request()?;
        let answer = action.py().detach(|| self.compiled.set.decide(&request));
        Ok(Decision::of(answer, Arc::clone(&self.compiled), Question::Alone(request)))
    }

    /// The answer alone: `allowed`, `explicitDeny`, `implicitDeny` or `depends`. Takes what
    /// `evaluate` takes.
    ///
    /// >>> from iam_eval import PolicySet, UNKNOWN
    /// >>> PolicySet(identity=UNKNOWN).decide("s3:GetObject")
    /// 'depends'
    #[pyo3(
        signature = (action, resource=None, *, principal=None, context=None, resource_account=None,
            resource_in_management_account=None, context_mode=None, grants=None, called_via=None, r#override=None),
        text_signature = "($self, action, resource='*', *, principal=None, context=None, resource_account=None, \
            resource_in_management_account=False, context_mode='closed', grants=(), called_via=None, override=False)"
    )]
    #[expect(clippy::too_many_arguments, reason = "these are the members of a request")]
    fn decide(
        &self,
        action: &Bound<'_, PyAny>,
        resource: Option<&Bound<'_, PyAny>>,
        principal: Option<&Bound<'_, PyAny>>,
        context: Option<&Bound<'_, PyAny>>,
        resource_account: Option<&Bound<'_, PyAny>>,
        resource_in_management_account: Option<&Bound<'_, PyAny>>,
        context_mode: Option<&Bound<'_, PyAny>>,
        grants: Option<&Bound<'_, PyAny>>,
        called_via: Option<&Bound<'_, PyAny>>,
        r#override: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<&'static str> {
        let asked = Asked::of(
            action,
            resource,
            principal,
            context,
            resource_account,
            resource_in_management_account,
            context_mode,
            grants,
            called_via,
            r#override,
        )?;
        let request = asked.request()?;
        Ok(action.py().detach(|| self.compiled.set.decide(&request)).as_str())
    }

    /// Which of many requests are allowed? Takes an iterable of `Request`s or dicts, or text or bytes
    /// that hold a JSON list of them or one a line. Other threads run meanwhile.
    ///
    /// Raises `InputError`, which names the request: `requests[3]`.
    ///
    /// >>> from iam_eval import PolicySet
    /// >>> policies = PolicySet(identity={"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}})
    /// >>> policies.evaluate_many([{"action": "s3:GetObject"}, {"action": "s3:PutObject"}]).answers
    /// ['allowed', 'implicitDeny']
    fn evaluate_many(&self, requests: &Bound<'_, PyAny>) -> PyResult<Decisions> {
        Decisions::of(Arc::clone(&self.compiled), requests)
    }

    fn __repr__(&self) -> String {
        // what was read when it was made
        let layers: BTreeMap<&str, &RawValue> = serde_json::from_str(&self.compiled.json).unwrap_or_default();
        let names: Vec<&str> = layers.into_keys().collect();
        let of = if names.is_empty() { "no layers".to_owned() } else { names.join(", ") };
        format!("<iam_eval.PolicySet of {of}>")
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py, (&str, Bound<'py, PyDict>)>> {
        Ok((restorer(py, "restore_policy_set")?, (&self.compiled.json, options_dict(py, &self.compiled.options)?)))
    }
}

/// Unpickles a `PolicySet`.
#[pyfunction]
pub(crate) fn restore_policy_set(py: Python<'_>, json: String, options: &Bound<'_, PyDict>) -> PyResult<PolicySet> {
    let (limits, encoding) = (options.get_item("limits")?, options.get_item("position_encoding")?);
    PolicySet::build(py, json, wire_options(limits.as_ref(), encoding.as_ref())?)
}

/// The layers as the wire has them.
fn layers_json(layers: &[(&'static str, Option<&Bound<'_, PyAny>>)]) -> Result<String, HostError> {
    let mut text = JsonText::default();
    text.raw("{");
    let mut is_first = true;
    for (name, layer) in layers {
        let Some(layer) = layer else { continue };
        text.member(name, is_first)?;
        is_first = false;
        text.value(layer).map_err(|error| error.in_member(*name))?;
    }
    text.raw("}");
    text.finish()
}

//! How policies are read.

use iam_eval::text::PositionEncoding;
use iam_eval::wire::{LimitsInput, WireOptions};
use iam_eval::{Limits, ParseOptions, PolicyType, Profile};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyDictMethods};
use serde::Serialize;

use crate::host::read_as;

/// Limits and units, as the arguments of a call say.
pub(crate) fn wire_options(
    limits: Option<&Bound<'_, PyAny>>,
    position_encoding: Option<&Bound<'_, PyAny>>,
) -> PyResult<WireOptions> {
    let limits = limits.map(|limits| read_as::<LimitsInput>("limits", limits)).transpose()?;
    let encoding = position_encoding.map(|encoding| read_as("position_encoding", encoding)).transpose()?;
    Ok(WireOptions {
        limits: limits.map(Limits::from).unwrap_or_default(),
        position_encoding: encoding.unwrap_or(PositionEncoding::CodePoints),
    })
}

/// How one policy is read.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    pub profile: Profile,
    pub policy_type: Option<PolicyType>,
    pub wire: WireOptions,
}

impl Reading {
    pub fn of(
        profile: Option<&Bound<'_, PyAny>>,
        policy_type: Option<&Bound<'_, PyAny>>,
        limits: Option<&Bound<'_, PyAny>>,
        position_encoding: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self {
            profile: profile.map(|profile| read_as("profile", profile)).transpose()?.unwrap_or_default(),
            policy_type: policy_type.map(|policy_type| read_as("policy_type", policy_type)).transpose()?,
            wire: wire_options(limits, position_encoding)?,
        })
    }

    pub fn parse_options(&self) -> ParseOptions {
        let options = ParseOptions::new().profile(self.profile).limits(self.wire.limits);
        match self.policy_type {
            Some(policy_type) => options.policy_type(policy_type),
            None => options,
        }
    }

    /// The arguments that say the same.
    pub fn said<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let said = options_dict(py, &self.wire)?;
        said.set_item("profile", word(&self.profile))?;
        if let Some(policy_type) = &self.policy_type {
            said.set_item("policy_type", word(policy_type))?;
        }
        Ok(said)
    }
}

/// The arguments that say the same.
pub(crate) fn options_dict<'py>(py: Python<'py>, options: &WireOptions) -> PyResult<Bound<'py, PyDict>> {
    let limits = PyDict::new(py);
    limits.set_item("max_bytes", options.limits.max_bytes)?;
    limits.set_item("max_depth", options.limits.max_depth)?;
    limits.set_item("max_statements", options.limits.max_statements)?;
    limits.set_item("max_search_bytes", options.limits.max_search_bytes)?;
    let said = PyDict::new(py);
    said.set_item("limits", limits)?;
    said.set_item("position_encoding", word(&options.position_encoding))?;
    Ok(said)
}

/// The word on the wire.
fn word<T: Serialize>(value: &T) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

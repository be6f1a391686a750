//! Shapes that the reader takes apart by hand, written out for the generated types.

#![expect(dead_code, reason = "only their declarations are used")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use ts_rs::TS;

/// A policy: its text, or the document itself. In JavaScript also its bytes, or a handle of it.
#[derive(TS, JsonSchema)]
#[schemars(untagged)]
#[ts(
    type = "string | Uint8Array | { readonly source: string, outline(): PolicyOutline } | { Version?: string, Id?: string, Statement: unknown }"
)]
pub enum PolicyInput {
    /// The text of a policy.
    Text(String),
    /// The document.
    Document(BTreeMap<String, serde_json::Value>),
}

/// Who used what, as the verb `readUsage` or a `Usage` writes it.
#[derive(TS, JsonSchema)]
#[ts(type = "Record<string, unknown> | { toBytes(): Uint8Array }")]
#[schemars(transparent)]
pub struct UsageValue(BTreeMap<String, serde_json::Value>);

/// Nobody knows what the layer holds.
#[derive(TS, JsonSchema)]
pub struct UnknownLayer {
    /// Always true.
    #[ts(type = "true")]
    pub unknown: bool,
}

/// One policy.
#[derive(TS, JsonSchema)]
#[ts(untagged)]
#[schemars(untagged)]
pub enum LayerOfOne {
    /// What the layer holds.
    Policy(PolicyInput),
    /// Nobody knows.
    Unknown(UnknownLayer),
}

/// A list of policies, or one.
#[derive(TS, JsonSchema)]
#[ts(untagged)]
#[schemars(untagged)]
pub enum LayerOfMany {
    /// Several, which together grant.
    Policies(Vec<PolicyInput>),
    /// One.
    Policy(PolicyInput),
    /// Nobody knows.
    Unknown(UnknownLayer),
}

/// A list of levels, each a list of policies, or one.
#[derive(TS, JsonSchema)]
#[ts(untagged)]
#[schemars(untagged)]
pub enum LayerOfLevels {
    /// The levels, each of which must allow.
    Levels(Vec<Level>),
    /// Nobody knows.
    Unknown(UnknownLayer),
}

/// The policies of one level.
#[derive(TS, JsonSchema)]
#[ts(untagged)]
#[schemars(untagged)]
pub enum Level {
    /// Several, which together allow.
    Policies(Vec<PolicyInput>),
    /// One.
    Policy(PolicyInput),
}

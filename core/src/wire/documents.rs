//! Verbs whose answer is a policy: `effective`, `diff` and `minimize`.

use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::analyze::{AnalyzeOptions, Document, find_difference, find_effective, minimize as minimized};

use super::binding::BINDING;
use super::custom_checks::policy;
use super::error::WireError;
use super::object::Object;
use super::policies::PolicySetInput;
use super::verbs::{read, write};
use super::witness::Witness;

//! The native half of the Node package: text in, text or a handle out.
//!
//! Conversions only. Whatever has to be decided is decided in core, and what two bindings need is in
//! its `wire` room. The classes that users see are in `lib`; they hold the handles made here. A class
//! of napi's own costs a microsecond a call and leaves its memory to a finalizer that waits for the
//! event loop, which a decision must not.

mod decision;
mod facts;
mod policy;
mod policy_set;
mod refusal;
mod request;
mod task;
mod usage;
mod verbs;

//! The wasm face of iam-eval.

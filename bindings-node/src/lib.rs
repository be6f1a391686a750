//! The node face of iam-eval.

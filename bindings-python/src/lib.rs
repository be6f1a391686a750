//! The python face of iam-eval.

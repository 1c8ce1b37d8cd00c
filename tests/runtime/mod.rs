//! Sessions: what is played, in what order, and what is refused.

pub(crate) mod files;
pub(crate) mod make;
mod metric;
mod order;
pub(crate) mod random;
mod roles;
mod rules;
mod shape;

/// A whole script of `tests/examples`, ready to be played.
pub(crate) fn compile_example(name: &str) -> std::sync::Arc<huashu::runtime::Machine> {
    files::compile(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples").join(name))
}

//! Checks on what a package means: branches, paths, options, limits.

mod domain;

//! The line grammar: one parser over the files of `grammar/`, entered by one rule for each form of line.

// The derive writes items that carry no documentation of their own.
#![allow(missing_docs, reason = "generated from grammar/")]

use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "grammar/keywords.pest"]
#[grammar = "grammar/lexis.pest"]
#[grammar = "grammar/expr.pest"]
#[grammar = "grammar/text.pest"]
#[grammar = "grammar/clause.pest"]
#[grammar = "grammar/param.pest"]
#[grammar = "grammar/use.pest"]
#[grammar = "grammar/taxonomy.pest"]
#[grammar = "grammar/decide.pest"]
#[grammar = "grammar/form.pest"]
#[grammar = "grammar/role.pest"]
#[grammar = "grammar/action.pest"]
#[grammar = "grammar/phrases.pest"]
#[grammar = "grammar/forbid.pest"]
#[grammar = "grammar/flow.pest"]
#[grammar = "grammar/stmt.pest"]
#[grammar = "grammar/say.pest"]
#[grammar = "grammar/fill.pest"]
#[grammar = "grammar/do.pest"]
#[grammar = "grammar/leave.pest"]
#[grammar = "grammar/wait.pest"]
#[grammar = "grammar/if.pest"]
#[grammar = "grammar/match.pest"]
#[grammar = "grammar/option.pest"]
#[grammar = "grammar/event.pest"]
pub(crate) struct Grammar;

//! Proves that every part of a program points at something that is there, so that a damaged or hostile one is refused before it is played.

mod code;
mod event;
mod expr;
mod limits;
mod sentence;
mod tables;

use super::{LoadError, LoadErrorKind, Program};
use std::collections::HashSet;

/// Refuses a program with a part that points nowhere, or that is nested deeper than can be read back.
pub fn validate(program: &Program) -> Result<(), LoadError> {
    let mut check = Check { p: program, vars: 0, args: 0, depth: 0, lines: HashSet::new(), leaves: 0, fields: 0 };
    check.leaves = program.taxonomies.iter().map(|t| t.leaves.len()).max().unwrap_or(0);
    check.fields = program.forms.iter().map(|f| f.fields.len()).max().unwrap_or(0);
    check.tables()?;
    check.flows()?;
    check.rules()
}

/// What an expression may refer to, where it stands.
struct Check<'a> {
    p: &'a Program,
    /// How many variables the flow has.
    vars: usize,
    /// How many arguments there are.
    args: usize,
    depth: usize,
    /// Lines already looked at: line, variables, arguments.
    lines: HashSet<(u32, usize, usize)>,
    /// The most leaves of any 分类, and fields of any form.
    leaves: usize,
    fields: usize,
}

type Checked = Result<(), LoadError>;

impl Check<'_> {
    /// Runs something where there are so many variables and arguments.
    fn within(&mut self, vars: usize, args: usize, f: impl FnOnce(&mut Self) -> Checked) -> Checked {
        let before = (self.vars, self.args);
        (self.vars, self.args) = (vars, args);
        let checked = f(self);
        (self.vars, self.args) = before;
        checked
    }

    fn roles(&self, roles: &[u32]) -> Checked {
        roles.iter().try_for_each(|r| index(*r, self.p.roles.len(), "roles"))
    }
}

/// Refuses an index outside a table.
fn index(i: u32, len: usize, table: &str) -> Checked {
    if (i as usize) < len { Ok(()) } else { Err(LoadError::new(LoadErrorKind::Index, format!("{table}[{i}]"))) }
}

/// Refuses a list of another length than is wanted.
fn count(given: usize, wanted: usize, what: &str) -> Checked {
    if given == wanted { Ok(()) } else { Err(LoadError::new(LoadErrorKind::Index, format!("{what}: {given} != {wanted}"))) }
}

//! What a limit outside a flow does: it has nobody to talk to.

use super::{Done, Ledger, Of};
use crate::naive::script::{Block, KEYS, Stmt, What};
use crate::naive::write::{line, result};

impl Ledger<'_> {
    /// Does what stands below a limit; `of` is the 期限 that is in hand.
    pub(super) fn body(&mut self, body: &Block, key: Option<usize>, of: Option<Of>) {
        self.runs(body, key, of);
    }

    /// Whether the body goes on behind the block.
    fn runs(&mut self, body: &Block, key: Option<usize>, of: Option<Of>) -> bool {
        for stmt in body {
            match stmt {
                Stmt::Tip(n) => self.done.push(Done::Line(format!("提示 {}", line(*n)))),
                Stmt::Do(n) => self.does(*n),
                Stmt::DoOfKey => self.does(key.expect("one by key")),
                Stmt::Climb(ladder) => self.asked.push_back((*ladder, key)),
                Stmt::Anew(limit, most) => {
                    if of.is_some_and(|d| self.anew(d, *limit, *most)) {
                        return false;
                    }
                }
                Stmt::Stay => {
                    if let Some(d) = of {
                        self.settle(d);
                    }
                    return false;
                }
                Stmt::End(n) => {
                    self.done.push(Done::Line(format!("end {}", result(*n))));
                    self.happens(What::Closed);
                    return false;
                }
                Stmt::If(arms, rest) => {
                    let taken = arms.iter().find(|(c, _)| self.holds(c)).map(|(_, body)| body).or(rest.as_ref());
                    if taken.is_some_and(|body| !self.runs(body, key, of)) {
                        return false;
                    }
                }
                other => unreachable!("no limit does {other:?}"),
            }
        }
        true
    }

    fn does(&mut self, key: usize) {
        self.done.push(Done::Line(format!("做 办 {}", KEYS[key])));
        self.happens(What::Did(key));
    }
}

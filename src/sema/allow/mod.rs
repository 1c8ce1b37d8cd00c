//! 放过: findings silenced on the statement below it, and the ones that silence nothing (E0110).

mod places;

use super::codes::names::UNUSED_ALLOW;
use super::package::Workspace;
use crate::base::{Diagnostic, Edit, Level, Sources, Span};
use crate::syntax::ast::{Allow, Date};
use places::places;

/// Takes away what 放过 lines silence and adds what is wrong with them. To be called once, with everything that was found;
/// `asked` says whether a code (as the line writes it) was looked for at all, for only then can its 放过 be idle.
pub fn allow(workspace: &Workspace, sources: &Sources, findings: Vec<Diagnostic>, asked: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut allows: Vec<Held<'_>> = places(workspace, sources).map(|(allow, cover)| Held { allow, cover, used: false }).collect();
    if allows.is_empty() {
        return findings;
    }
    let today = workspace.today;
    let mut kept = Vec::with_capacity(findings.len());
    for finding in findings {
        // INVARIANT: every allow that fits is marked, so that two above one statement do not call each other unused.
        let mut silenced = false;
        for held in allows.iter_mut().filter(|h| h.fits(&finding)) {
            held.used = true;
            silenced |= !expired(held.allow, today);
        }
        if !silenced {
            kept.push(finding);
        }
    }
    kept.extend(allows.iter().filter_map(|h| h.fault(today, &asked)));
    kept
}

/// A 放过 line with what it stands above.
struct Held<'a> {
    allow: &'a Allow,
    cover: Span,
    used: bool,
}

impl Held<'_> {
    fn fits(&self, finding: &Diagnostic) -> bool {
        let (cover, at) = (self.cover, finding.span);
        finding.level != Level::Forbid
            && cover.file == at.file
            && (cover.start..=cover.end).contains(&at.start)
            && names(&self.allow.code.text, finding.code)
    }

    fn fault(&self, today: Option<(i32, u32, u32)>, asked: &dyn Fn(&str) -> bool) -> Option<Diagnostic> {
        let code = &self.allow.code.text;
        let remove = |d: Diagnostic| d.suggest("删掉这一行", "delete this line", vec![Edit { span: self.allow.span, text: String::new() }]);
        if expired(self.allow, today) {
            let d = Diagnostic::new(&UNUSED_ALLOW, self.allow.span, format!("“放过 {code}”已经过期"), format!("`放过 {code}` has expired"));
            return Some(d.label("过了最后一天", "its last day is over").help(
                "毛病改好了就删掉这一行；还要再放一放，就重新定一个日子。",
                "Delete the line if the fault is mended; else settle on a new day.",
            ));
        }
        if !self.used && asked(code) {
            let d = Diagnostic::new(
                &UNUSED_ALLOW,
                self.allow.span,
                format!("“放过 {code}”没有用上：下面这一句没有这个毛病"),
                format!("`放过 {code}` silences nothing: the statement below has no such fault"),
            );
            return Some(remove(d.label("用不着了", "not needed")));
        }
        let empty = self.allow.reason.as_ref().is_none_or(|r| super::expr::text::plain(r).trim().is_empty());
        empty.then(|| {
            Diagnostic::new(&UNUSED_ALLOW, self.allow.span, format!("“放过 {code}”没有写理由"), format!("`放过 {code}` gives no reason"))
                .help(format!("写成：放过 {code} “为什么可以放过”。"), format!("Write `放过 {code} “why it may pass”`."))
        })
    }
}

/// Whether a code is meant: by its id, by the id that a warning is shown with, or by its name.
fn names(written: &str, code: &crate::base::Code) -> bool {
    let shown = code.id.strip_prefix('E').map(|n| format!("W{n}"));
    written.eq_ignore_ascii_case(code.id) || written == code.name || shown.is_some_and(|w| written.eq_ignore_ascii_case(&w))
}

fn expired(allow: &Allow, today: Option<(i32, u32, u32)>) -> bool {
    let (Some(Date { year, month, day }), Some(today)) = (allow.until, today) else { return false };
    today > (i32::from(year), u32::from(month), u32::from(day))
}

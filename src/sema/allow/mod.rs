//! 放过: findings silenced on the statement below it, and what is wrong with the 放过 lines themselves (E0110, E0111).

mod places;

use super::codes::leaves_out;
use super::codes::names::{FORBIDDEN_ALLOW, UNUSED_ALLOW};
use super::package::Workspace;
use crate::base::{Code, Diagnostic, Edit, Level, Sources, Span};
use crate::syntax::ast::{Allow, Date};
use places::places;

/// The codes that there are. Those of other stages are known above this one.
pub trait Codes {
    /// The code that is meant, by id (also as a warning is shown) or by name.
    fn find(&self, written: &str) -> Option<&'static Code>;
    /// The code that comes nearest to one that there is not.
    fn nearest(&self, written: &str) -> Option<&'static Code>;
    /// Whether a code was looked for at all: only then can its 放过 be idle.
    fn asked(&self, code: &'static Code) -> bool;
    /// Whether nobody may let a code pass here.
    fn forbidden(&self, code: &'static Code) -> bool;
}

/// The 放过 lines of a workspace, each with what it stands above; they outlive the trees.
#[derive(Debug, Clone)]
pub struct Allows {
    lines: Vec<Line>,
    today: Option<(i32, u32, u32)>,
}

/// A 放过 line.
#[derive(Debug, Clone)]
struct Line {
    allow: Allow,
    /// The statement below it, whole lines.
    cover: Span,
    /// All that goes when the line goes; none where something else stands on it.
    whole: Option<Span>,
}

impl Allows {
    /// Gathers them.
    pub fn of(workspace: &Workspace, sources: &Sources) -> Self {
        let line = |(allow, cover): (&Allow, Span)| Line { allow: allow.clone(), cover, whole: sources.alone(allow.span) };
        let lines = places(workspace, sources).map(line).collect();
        Self { lines, today: workspace.today }
    }
}

/// Takes away what 放过 lines silence and adds what is wrong with them. To be called once, with everything that was found.
pub fn allow(allows: Allows, findings: Vec<Diagnostic>, codes: &dyn Codes) -> Vec<Diagnostic> {
    let Allows { lines, today } = allows;
    if lines.is_empty() {
        return findings;
    }
    let held = |line: Line| Held { code: codes.find(&line.allow.code.text), line, used: false };
    let mut allows: Vec<Held> = lines.into_iter().map(held).collect();
    // What could not be read or resolved was not looked at in full, nor was what depends on it: nobody knows what is idle there.
    let whole = !findings.iter().any(|f| leaves_out(f.code));
    let mut kept = Vec::with_capacity(findings.len());
    for finding in findings {
        // INVARIANT: every allow that fits is marked, so that two above one statement do not call each other unused.
        let mut silenced = false;
        for held in allows.iter_mut().filter(|h| h.fits(&finding)) {
            held.used = true;
            silenced |= !expired(&held.line.allow, today) && !reasonless(&held.line.allow);
        }
        if !silenced {
            kept.push(finding);
        }
    }
    kept.extend(allows.iter().filter_map(|h| h.fault(today, whole, codes)));
    kept
}

/// A 放过 line with what it stands above.
#[derive(Debug)]
struct Held {
    line: Line,
    /// The code that is meant, if there is one.
    code: Option<&'static Code>,
    used: bool,
}

impl Held {
    fn fits(&self, finding: &Diagnostic) -> bool {
        let (cover, at) = (self.line.cover, finding.span);
        finding.level != Level::Forbid
            && cover.file == at.file
            && (cover.start..=cover.end).contains(&at.start)
            && self.code == Some(finding.code)
            && !leaves_out(finding.code)
    }

    fn fault(&self, today: Option<(i32, u32, u32)>, whole: bool, codes: &dyn Codes) -> Option<Diagnostic> {
        let code = &self.line.allow.code.text;
        let Some(meant) = self.code else { return Some(self.unknown(codes.nearest(code))) };
        if leaves_out(meant) {
            return Some(self.left_out(meant));
        }
        if codes.forbidden(meant) {
            let (id, at) = (meant.id, self.line.allow.code.span);
            let zh = format!("“放过 {code}”不算数：{id} 定为谁也不能放过（forbid）");
            let en = format!("`allow {code}` has no effect: nobody may let {id} pass (forbid)");
            let d = Diagnostic::new(&FORBIDDEN_ALLOW, at, zh, en).label("这个编号放不过", "may not pass");
            return Some(self.remove(d, false).help(
                "改好下面这一句的毛病。真要放过，先请管 huashu.toml 的人把级别从 forbid 改成 error。",
                "Mend the statement below; to let it pass, whoever keeps huashu.toml first has to make it `error` there.",
            ));
        }
        if let Some((Date { year, month, day }, at)) = self.line.allow.until.filter(|_| expired(&self.line.allow, today)) {
            let zh = format!("“放过 {code}”只放到 {year}-{month:02}-{day:02}，已经过期");
            let en = format!("`allow {code}` held up to {year}-{month:02}-{day:02} and has expired");
            let d = Diagnostic::new(&UNUSED_ALLOW, at, zh, en);
            return Some(d.label("这一天已经过了", "this day is over").help(
                "毛病改好了就删掉这一行；还要再放一放，就重新定一个日子。",
                "Delete the line if the fault is mended; else settle on a new day.",
            ));
        }
        if !self.used && whole && codes.asked(meant) {
            let d = Diagnostic::new(
                &UNUSED_ALLOW,
                self.line.allow.span,
                format!("“放过 {code}”没有用上：下面这一句没有这个毛病"),
                format!("`allow {code}` silences nothing: the statement below has no such fault"),
            );
            return Some(self.remove(d.label("用不着了", "not needed"), true));
        }
        reasonless(&self.line.allow).then(|| {
            let at = self.line.allow.reason.as_ref().map_or(self.line.allow.span, |r| r.span);
            Diagnostic::new(
                &UNUSED_ALLOW,
                at,
                format!("“放过 {code}”没有写理由，不算数"),
                format!("`allow {code}` gives no reason and has no effect"),
            )
            .help(format!("写成：放过 {code} “为什么可以放过”。"), format!("Write `allow {code} “why it may pass”`."))
        })
    }

    /// A code that says that the statement is not part of the program.
    fn left_out(&self, meant: &Code) -> Diagnostic {
        let (code, at, id) = (&self.line.allow.code.text, self.line.allow.code.span, meant.id);
        let zh = format!("“放过 {code}”不算数：{id} 说的是那一句没有读进脚本，放过了，电话里就少这一句");
        let en =
            format!("`allow {code}` has no effect: {id} says that the statement is not in the script, and calls would go on without it");
        let d = Diagnostic::new(&FORBIDDEN_ALLOW, at, zh, en).label("这个编号放不过", "may not pass");
        self.remove(d, false)
            .help("改好下面这一句；用不着那一句，就整句删掉。", "Mend the statement below, or delete it if it is not needed.")
    }

    /// Offers to delete the line; it says nothing that the script means, so that may be done unseen where that is wanted.
    fn remove(&self, d: Diagnostic, safe: bool) -> Diagnostic {
        let (zh, en) = ("删掉这一行“放过”", "delete the line");
        match self.line.whole {
            Some(span) if safe => d.safe_fix(zh, en, vec![Edit { span, text: String::new() }]),
            whole => d.suggest(zh, en, vec![Edit { span: whole.unwrap_or(self.line.allow.span), text: String::new() }]),
        }
    }

    /// A code that there is not.
    fn unknown(&self, near: Option<&'static Code>) -> Diagnostic {
        let (code, at) = (&self.line.allow.code.text, self.line.allow.code.span);
        let d = Diagnostic::new(&UNUSED_ALLOW, at, format!("没有“{code}”这个编号"), format!("there is no code `{code}`"));
        match near {
            Some(near) => d.suggest(
                format!("是不是 {}（{}）？", near.id, near.name),
                format!("did you mean {} ({})?", near.id, near.name),
                vec![Edit { span: at, text: near.id.to_owned() }],
            ),
            None => d.help(
                "照毛病前面印的编号写，例如 E0301，或者写它的名字，例如 gap。",
                "Write the id that stands before the finding, such as E0301, or its name, such as gap.",
            ),
        }
    }
}

/// A reason is required: without one nothing is silenced.
fn reasonless(allow: &Allow) -> bool {
    allow.reason.as_ref().is_none_or(|r| super::expr::text::plain(r).trim().is_empty())
}

fn expired(allow: &Allow, today: Option<(i32, u32, u32)>) -> bool {
    let (Some((Date { year, month, day }, _)), Some(today)) = (allow.until, today) else { return false };
    today > (i32::from(year), u32::from(month), u32::from(day))
}

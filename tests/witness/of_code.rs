//! What is asked for each code: where the question goes, and what must be seen in the call that answers it.

use super::case;
use super::play::{NEVER, Seen, call};
use super::probe::{Place, Probe, SEEN, place};
use huashu::api::Checked;
use huashu::base::{Diagnostic, Span};
use huashu::runtime::Finding;
use huashu::sema::model::{Act, Expr, Label, LineSource, Model, Say, StmtKind, Table};

/// The codes whose findings name a case or a path.
pub(super) const CODES: [&str; 11] = ["E0301", "E0302", "E0305", "E0308", "E0405", "E0407", "E0602", "E0603", "E0604", "E0703", "E0806"];

/// A finding and the text that it is about.
struct Claim<'a> {
    checked: &'a Checked,
    text: &'a str,
    found: &'a Diagnostic,
}

/// Plays what a finding says; why not, where that does not come about.
pub(super) fn seen(checked: &Checked, text: &str, found: &Diagnostic) -> Result<(), String> {
    let claim = Claim { checked, text, found };
    match found.code.id {
        // A case of a value that may not even be there is judged when that is mended.
        "E0301" | "E0302" | "E0305" | "E0308" | "E0602" if claim.missing(&found.message.zh) => {
            Err("open: a value may be missing".to_owned())
        }
        "E0301" | "E0302" => claim.table(),
        "E0305" => claim.chain(),
        "E0308" => claim.disabled(),
        "E0405" => claim.not_known(),
        "E0407" => claim.no_consent(),
        "E0602" => claim.not_proved(),
        "E0603" => claim.not_kept(),
        "E0703" => claim.one_person(),
        "E0806" => claim.broken(),
        _ => claim.spoken(),
    }
}

impl Claim<'_> {
    fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// Whether another finding says that a value of a case may not be there.
    fn missing(&self, case: &str) -> bool {
        let told = self.checked.diagnostics.iter().filter(|d| d.code.id == "E0405");
        let mut names = told.filter_map(|d| d.message.zh.split(['“', '”']).nth(1));
        names.any(|name| case.contains(name))
    }

    /// The steps of the path, where it is told whole.
    fn way(&self) -> Vec<&str> {
        let said = [&self.found.message.zh, &self.found.label.zh].into_iter().find_map(|m| m.split_once("路径 "));
        let Some((_, rest)) = said else { return Vec::new() };
        let way = rest.split('，').next().unwrap_or(rest);
        let steps: Vec<&str> = way.split(" → ").filter(|s| !s.starts_with("随时 ") && *s != "期限").collect();
        if steps.contains(&"……") { Vec::new() } else { steps }
    }

    /// The call that a probe asks for; it takes the path that the finding tells.
    fn played(&self, mut probe: Probe<'_>, guarantee: &str) -> Result<Seen, String> {
        let way = self.way();
        if !way.is_empty() {
            probe.only(self.checked, &way);
        }
        let seen = call(&probe.with(&format!("动作 {SEEN}\n")), guarantee)?;
        if seen.takes(&way) { Ok(seen) } else { Err(format!("the call goes {:?}, the path says {way:?}", seen.steps())) }
    }

    /// Lines before the place, which do what the guarantee forbids where a case holds and none of some conditions does. What is not known
    /// does not hold, and neither does its opposite.
    fn asked(&self, case: &str, none: &[&str]) -> Result<Seen, String> {
        let at = place(self.checked, self.found.span).ok_or("no statement")?;
        let mut probe = Probe::new(self.text);
        let mut lines = of_the_line(&format!("{case} {}", none.concat()));
        match none {
            [] => lines.push(format!("若 {case} 做 {SEEN}")),
            [first, rest @ ..] => {
                lines.extend([format!("若 {case}"), format!("  若 {first} 提示 成立。")]);
                lines.extend(rest.iter().map(|c| format!("  否则若 {c} 提示 成立。")));
                lines.push(format!("  否则 做 {SEEN}"));
            }
        }
        probe.before(at.start(), &lines);
        self.played(probe, NEVER)
    }

    /// Each case that is named holds when the call comes to the table, and then no row does, or two do.
    fn table(&self) -> Result<(), String> {
        let (_, sentence) = self.found.message.zh.split_once('：').ok_or("no case")?;
        let wanted = if self.found.code.id == "E0301" { "== 0" } else { ">= 2" };
        for decision in &self.checked.model.decisions {
            if let Some(table) = Shown::of(self, &decision.table, |v| v.span.start as usize) {
                // Its parameters come with an event, since a call may begin with any of them.
                let head = &self.text[decision.span.start as usize..];
                let params = head.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(p, _)| p);
                let takes: String = params
                    .split([',', '，', '、'])
                    .filter(|p| !p.trim().is_empty())
                    .map(|p| p.split(':').next().unwrap_or(p).trim())
                    .map(|p| format!("    记 {p} = 证人来.{p}\n"))
                    .collect();
                for case in self.cases(sentence, &table)? {
                    let counted = table.counted(&case, wanted).iter().map(|l| format!("    {l}\n")).collect::<String>();
                    let more = format!(
                        "动作 {SEEN}\n事件 证人来({params})\n流程 证人流程\n  环节 证人环节\n    等 证人来 限时 1小时\n      超时 结束 没来\n{takes}{counted}    结束 完了\n"
                    );
                    call(&Probe::new(self.text).with(&more), NEVER)?;
                }
                return Ok(());
            }
        }
        let mut found = None;
        for flow in &self.checked.model.flows {
            flow.each_stmt(&mut |stmt| {
                if let StmtKind::Match(table) = &stmt.kind {
                    let table = Shown::of(self, table, |b| b.first().map_or(usize::MAX, |s| s.span.start as usize));
                    found = found.take().or(table.map(|t| (stmt.span.start as usize, t)));
                }
            });
        }
        let (start, table) = found.ok_or("no table")?;
        for case in self.cases(sentence, &table)? {
            let mut probe = Probe::new(self.text);
            let mut lines = of_the_line(&case);
            lines.extend(table.counted(&case, wanted));
            probe.before(start, &lines);
            self.played(probe, NEVER)?;
        }
        Ok(())
    }

    fn cases(&self, sentence: &str, table: &Shown) -> Result<Vec<String>, String> {
        if self.missing(&table.columns) {
            return Err("open: a value may be missing".to_owned());
        }
        case::cases(sentence, &table.quoted).ok_or("open: the case names no value".to_owned())
    }

    /// Each case that is named holds at the 若, and no branch does.
    fn chain(&self) -> Result<(), String> {
        let (_, sentence) = self.found.message.zh.split_once('：').ok_or("no case")?;
        let Some(Place::Stmt(_, stmt)) = place(self.checked, self.found.span) else { return Err("no chain".to_owned()) };
        let StmtKind::If { arms, .. } = &stmt.kind else { return Err("no chain".to_owned()) };
        let none: Vec<&str> = arms.iter().map(|a| self.slice(a.condition.span)).collect();
        for case in case::cases(sentence, &case::quoted(&none.concat())).ok_or("open: the case names no value")? {
            self.asked(&case, &none)?;
        }
        Ok(())
    }

    /// The case holds where the options wait, and none of them can be chosen.
    fn disabled(&self) -> Result<(), String> {
        let (_, sentence) = self.found.message.zh.split_once('：').ok_or("no case")?;
        let Some(Place::Rest(step)) = place(self.checked, self.found.span) else { return Err("no options".to_owned()) };
        let guards: Vec<&str> = step.options.iter().filter_map(|o| o.provided.as_ref()).map(|e| self.slice(e.span)).collect();
        let case = case::condition(sentence, &case::quoted(&guards.concat())).unwrap_or_else(|| case::ANY.to_owned());
        self.asked(&case, &guards).map(drop)
    }

    fn not_known(&self) -> Result<(), String> {
        let name = self.found.message.zh.split(['“', '”']).nth(1).ok_or("no name")?;
        let mut before = Vec::new();
        if let Some(Place::Stmt(_, stmt)) = place(self.checked, self.found.span)
            && let StmtKind::If { arms, .. } = &stmt.kind
        {
            // A later condition is asked where those before it came out false.
            let earlier = arms.iter().take_while(|a| a.condition.span.end <= self.found.span.start);
            before = earlier.map(|a| self.slice(a.condition.span)).collect();
        }
        self.asked(&format!("{name} 未知"), &before).map(drop)
    }

    /// Nobody has agreed since the action was done last, and the machine does not do it.
    fn no_consent(&self) -> Result<(), String> {
        let Some(Place::Stmt(_, stmt)) = place(self.checked, self.found.span) else { return Err("no statement".to_owned()) };
        let StmtKind::Do { action, .. } = &stmt.kind else { return Err("no action".to_owned()) };
        let agrees = |acts: &[Act]| acts.iter().any(|a| matches!(a, Act::Consent(list) if list.contains(action)));
        let guarantee = self.unless("每次 ", agrees);
        let mut probe = Probe::new(self.text);
        probe.before(stmt.span.start as usize, &[format!("做 {SEEN}")]);
        let seen = self.played(probe, &guarantee)?;
        if seen.found(|f| matches!(f, Finding::NoConsent(id) if *id == action.0)) { Ok(()) } else { Err("the machine does it".to_owned()) }
    }

    /// A guarantee that the probe comes after a choice of one of the options that do something.
    fn unless(&self, each: &str, acts: impl Fn(&[Act]) -> bool) -> String {
        let steps = self.checked.model.flows.iter().flat_map(|f| &f.steps);
        let anytime = self.checked.model.flows.iter().flat_map(|f| &f.anytime).filter_map(|a| match a {
            huashu::sema::model::Anytime::Option(o) => Some(o),
            huashu::sema::model::Anytime::When(_) => None,
        });
        let labels = steps.flat_map(|s| &s.options).chain(anytime).filter(|o| acts(&o.acts)).map(|o| match &o.label {
            Label::Name(name) => format!("选项 {name}"),
            Label::Other => "选项 其他".to_owned(),
        });
        let all: Vec<String> = labels.collect();
        if all.is_empty() { NEVER.to_owned() } else { format!("{each}做 {SEEN} 之前 必须 {}", all.join(" 或 ")) }
    }

    /// What is claimed is otherwise, in the case that is named.
    fn not_proved(&self) -> Result<(), String> {
        let Some(Place::Stmt(_, stmt)) = place(self.checked, self.found.span) else { return Err("no statement".to_owned()) };
        let claims = claims(self, &stmt.kind);
        let case =
            self.found.message.zh.split_once("这时可以是：").and_then(|(_, c)| case::condition(c, &[])).unwrap_or(case::ANY.to_owned());
        let written = self.found.related.first().map(|r| r.span);
        let claim = claims.into_iter().find(|(at, _)| written.is_none_or(|w| w == *at)).ok_or("open: no claim")?.1;
        let seen = self.asked(&case, &[&claim])?;
        let refused = seen.found(|f| matches!(f, Finding::NotProvided(_)));
        if !self.found.message.zh.starts_with("动作") || refused { Ok(()) } else { Err("the machine does it".to_owned()) }
    }

    /// The line is said, the case was not opened before it, and is not after it.
    fn not_kept(&self) -> Result<(), String> {
        let Some((_, rest)) = self.found.message.zh.split_once("这句话许诺了“") else { return Ok(()) };
        let name = rest.split('”').next().unwrap_or_default();
        let Some(Place::Stmt(flow, stmt)) = place(self.checked, self.found.span) else { return Err("no statement".to_owned()) };
        let mut probe = Probe::new(self.text);
        let mut opened = false;
        flow.each_stmt(&mut |s| {
            if let StmtKind::OpenCase { flow, .. } = &s.kind
                && self.checked.model.flows.get(flow.0 as usize).is_some_and(|f| f.name == name)
            {
                opened = true;
                probe.before(s.span.start as usize, &["记 证人立过 = 是".to_owned(), "做 证人立单".to_owned()]);
            }
        });
        if !opened {
            // Nobody opens it anywhere: that it was not opened before needs no question.
            probe.before(stmt.span.start as usize, &[format!("做 {SEEN}")]);
            return call(&probe.with(&format!("动作 {SEEN}\n")), NEVER).map(drop);
        }
        probe.before(stmt.span.start as usize, &[format!("若 证人立过 未知 做 {SEEN}")]);
        let more = format!("动作 {SEEN}\n动作 证人立单\n");
        // A customer who hangs up where nobody looks after it breaks off any promise: what the finding tells is another call.
        let heeded = self.text.contains("客户挂机") || self.text.contains("通话结束");
        let stays = if heeded { "" } else { "\n  假定 客户挂机 至多 0次" };
        let seen = call(&probe.with(&more), &format!("做 {SEEN} 之后 必须 做 证人立单{stays}"))?;
        let way = self.way();
        if seen.takes(&way) { Ok(()) } else { Err(format!("the call goes {:?}, the path says {way:?}", seen.steps())) }
    }

    /// The value that is written is the one that the other field has, or one call goes through what two people must do.
    fn one_person(&self) -> Result<(), String> {
        if let Some(Place::Stmt(_, stmt)) = place(self.checked, self.found.span)
            && stmt.span == self.found.span
            && let StmtKind::Set { place, value } = &stmt.kind
            && let huashu::sema::model::Place::Field(base, _) = &**place
        {
            let other = self.found.message.zh.split(['“', '”']).nth(3).ok_or("no name")?;
            return self.asked(&format!("{} == {}.{other}", self.slice(value.span), self.slice(base.span)), &[]).map(drop);
        }
        let both = [self.found.related.first().ok_or("no other place")?.span, self.found.span];
        let step = |at: Span| self.checked.model.flows.iter().flat_map(|f| &f.steps).find(|s| s.span == at).map(|s| s.name.as_str());
        let wanted = match both.map(step) {
            [Some(first), Some(second)] => {
                let after = |a: &str, b: &str| call(self.text, &format!("进入 {a} 之后 不得 进入 {b}"));
                return after(first, second).or_else(|_| after(second, first)).map(drop);
            }
            // The other is whoever the flow is written for: its other steps are his.
            [_, Some(second)] => format!("不得 进入 {second}"),
            _ => return Err("no step".to_owned()),
        };
        call(self.text, &wanted).map(drop)
    }

    /// The call that is told was played to its end on the runtime, which found the rule broken there.
    fn broken(&self) -> Result<(), String> {
        let name = self.found.message.zh.split(['“', '”']).nth(1).ok_or("no name")?;
        let help = self.found.help.as_ref().map_or("", |help| help.zh.as_str());
        let last = help.lines().last().unwrap_or_default();
        if last.contains(&format!("→ 违反 {name}")) { Ok(()) } else { Err(format!("the call does not end in it: {help}")) }
    }

    /// It is spoken, and nobody has said who he is.
    fn spoken(&self) -> Result<(), String> {
        let Some(Place::Stmt(_, stmt)) = place(self.checked, self.found.span) else { return Err("no statement".to_owned()) };
        let mut probe = Probe::new(self.text);
        probe.before(stmt.span.start as usize, &[format!("做 {SEEN}")]);
        let guarantee = self.unless("", |acts| acts.iter().any(|a| matches!(a, Act::Identity)));
        self.played(probe, &guarantee).map(drop)
    }
}

/// What has to happen on the line before a condition can hold: a call that begins at once has rung once and nobody has spoken.
fn of_the_line(condition: &str) -> Vec<String> {
    let waits = condition.contains("振铃") || condition.contains("情绪");
    let lines: &[&str] = if waits { &["等 停留 超过 1小时 限时 1分钟", "  超时 继续"] } else { &[] };
    lines.iter().map(ToString::to_string).collect()
}

/// What a statement claims: where it is written, and as a condition of the flow.
fn claims(claim: &Claim<'_>, stmt: &StmtKind) -> Vec<(Span, String)> {
    let model = &claim.checked.model;
    match stmt {
        StmtKind::Say(say) | StmtKind::Ask { say, .. } => said(claim, model, say),
        StmtKind::Do { action, args, .. } => {
            let Some(action) = model.actions.get(action.0 as usize) else { return Vec::new() };
            let names: Vec<&str> = action.params.iter().map(|p| p.name.as_str()).collect();
            action.provided.iter().map(|e| (e.span, with(claim, e, &names, args))).collect()
        }
        _ => Vec::new(),
    }
}

fn said(claim: &Claim<'_>, model: &Model, say: &Say) -> Vec<(Span, String)> {
    let mut all: Vec<(Span, String)> = say.asserts.iter().map(|e| (e.span, claim.slice(e.span).to_owned())).collect();
    for line in &say.lines {
        if let LineSource::Class(id, args) = &line.source
            && let Some(class) = model.phrases.get(id.0 as usize)
        {
            let names: Vec<&str> = class.params.iter().map(|p| p.name.as_str()).collect();
            all.extend(class.asserts.iter().map(|e| (e.span, with(claim, e, &names, args))));
        }
    }
    all
}

/// A condition with what is passed in the place of the parameters.
fn with(claim: &Claim<'_>, condition: &Expr, names: &[&str], args: &[Expr]) -> String {
    let mut text = claim.slice(condition.span).to_owned();
    for (name, arg) in names.iter().zip(args) {
        let arg = claim.slice(arg.span);
        text = text.split(' ').map(|word| put(word, name, arg)).collect::<Vec<_>>().join(" ");
    }
    text
}

fn put(word: &str, name: &str, arg: &str) -> String {
    let bare = word.trim_start_matches('(');
    let open = &word[..word.len() - bare.len()];
    match bare.strip_prefix(name) {
        Some(rest) if rest.is_empty() || rest.starts_with(['.', ')']) => format!("{open}{arg}{rest}"),
        _ => word.to_owned(),
    }
}

/// A table as it is written.
struct Shown {
    columns: String,
    /// The cells of each row.
    rows: Vec<String>,
    quoted: Vec<String>,
}

impl Shown {
    /// The table, if the finding is about it; `then` tells where what a row ends in begins.
    fn of<T>(claim: &Claim<'_>, table: &Table<T>, then: impl Fn(&T) -> usize) -> Option<Self> {
        let at = claim.found.span;
        let mine = table.span == at || table.rows.iter().any(|r| r.span == at);
        let (first, last) = (table.columns.first()?, table.columns.last()?);
        let columns = claim.text[first.span.start as usize..last.span.end as usize].to_owned();
        let rows: Vec<String> = table
            .rows
            .iter()
            .filter(|r| r.cells.is_some())
            .map(|r| {
                let start = r.span.start as usize;
                let end = claim.text[start..].find('\n').map_or(claim.text.len(), |n| start + n);
                claim.text[start..end.min(then(&r.then))].split(" #").next().unwrap_or_default().trim().to_owned()
            })
            .collect();
        let quoted = case::quoted(&rows.join("\n"));
        mine.then_some(Self { columns, rows, quoted })
    }

    /// Lines that count the rows which hold, and ask whether there are as many as the finding says, in its case.
    fn counted(&self, case: &str, wanted: &str) -> Vec<String> {
        let mut out = vec!["记 证人数 = 0".to_owned()];
        for row in &self.rows {
            let table =
                [format!("按 {}", self.columns), format!("  {row}    记 证人数 = 证人数 + 1"), "  其余    记 证人数 = 证人数".to_owned()];
            out.extend(table);
        }
        out.push(format!("若 {case} 且 证人数 {wanted} 做 {SEEN}"));
        out
    }
}

//! A program as a list of parts with their lines, in the words of a script.

use crate::program::spell::{For, Kind, Speller};
use crate::program::{Program, Required, Severity};
use crate::runtime::Machine;
use smol_str::SmolStr;

/// A part with a name.
pub(super) struct Part {
    /// Its kind, as far as names go.
    pub(super) kind: Kind,
    /// Its word in Chinese.
    pub(super) word: &'static str,
    /// Its word in data.
    pub(super) id: &'static str,
    /// Its name, under that of what it stands in.
    pub(super) path: String,
    /// What it stands in.
    pub(super) of: Option<String>,
    pub(super) formerly: Vec<String>,
    pub(super) lines: Vec<String>,
}

/// Collects parts.
pub(super) struct Parts<'m> {
    pub(super) m: &'m Machine,
    pub(super) p: &'m Program,
    pub(super) to: For,
    pub(super) s: Speller<'m>,
    pub(super) all: Vec<Part>,
}

/// The parts of a program in its own order; the same parts at the same places whoever it is written for.
pub(super) fn parts(m: &Machine, to: For) -> Vec<Part> {
    let mut parts = Parts { m, p: &m.program, to, s: Speller::new(&m.program, to), all: Vec::new() };
    parts.settings();
    parts.names();
    parts.speech();
    parts.flows();
    parts.limits();
    parts.rules();
    parts.basis();
    parts.all
}

impl<'m> Parts<'m> {
    /// A keyword.
    pub(super) fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.to == For::En { en } else { zh }
    }

    /// Adds a part that has a name of its own.
    pub(super) fn add(&mut self, kind: Kind, name: &SmolStr, formerly: &[SmolStr], lines: Vec<String>) {
        let (word, id) = (kind.word().0, kind.id());
        let formerly = formerly.iter().map(ToString::to_string).collect();
        self.all.push(Part { kind, word, id, path: name.to_string(), of: None, formerly, lines });
    }

    /// Adds a part of a part.
    pub(super) fn inner(&mut self, kind: Kind, of: &SmolStr, name: &SmolStr, lines: Vec<String>) {
        let (word, id, path) = (kind.word().0, kind.id(), format!("{of}/{name}"));
        self.all.push(Part { kind, word, id, path, of: Some(of.to_string()), formerly: Vec::new(), lines });
    }

    /// Adds what a program has one of, by its word.
    pub(super) fn only(&mut self, word: &'static str, id: &'static str, lines: Vec<String>) {
        self.all.push(Part { kind: Kind::Var, word, id, path: word.to_owned(), of: None, formerly: Vec::new(), lines });
    }

    /// Parameters in brackets.
    pub(super) fn params(&self, params: &[crate::program::Param]) -> String {
        let all: Vec<String> = params.iter().map(|p| format!("{}: {}", p.name, self.s.slot(&p.slot))).collect();
        if all.is_empty() { String::new() } else { format!("({})", all.join(", ")) }
    }

    pub(super) fn roles(&self, roles: &[u32]) -> String {
        roles.iter().map(|r| self.s.role(*r)).collect::<Vec<_>>().join("、")
    }

    pub(super) fn severity(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Minor => self.word("轻微", "minor"),
            Severity::Ordinary => self.word("一般", "ordinary"),
            Severity::Serious => self.word("严重", "serious"),
        }
    }

    fn settings(&mut self) {
        let p = self.p;
        let draft = if p.draft { self.word("草案", "draft") } else { self.word("生效", "in force") };
        self.only("包", "package", vec![format!("{} {}", self.word("时区", "zone"), p.zone), draft.to_owned()]);
        for c in &p.calendars {
            let lines = super::calendar::lines(self, c);
            self.add(Kind::Calendar, &c.name, &c.formerly, lines);
        }
        for x in &p.params {
            let default = x.default.as_ref().map_or_else(String::new, |e| format!(" {} {}", self.word("默认", "default"), self.s.expr(e)));
            self.add(Kind::Param, &x.name, &x.formerly, vec![format!("{}{default}", self.s.slot(&x.slot))]);
        }
    }

    fn names(&mut self) {
        let p = self.p;
        for (t, taxonomy) in p.taxonomies.iter().enumerate().filter(|(_, t)| !t.name.is_empty()) {
            let order = taxonomy.leaves.iter().enumerate().map(|(l, _)| self.s.leaf(t as u32, l as u32)).collect::<Vec<_>>();
            self.add(Kind::Taxonomy, &taxonomy.name, &taxonomy.formerly, vec![order.join(" < ")]);
            for leaf in &taxonomy.leaves {
                let lines = [("别名", "alias", &leaf.aliases), ("属", "in", &leaf.within)].into_iter().filter(|(.., l)| !l.is_empty());
                let lines = lines.map(|(zh, en, list)| format!("{} {}", self.word(zh, en), list.join("、"))).collect();
                self.inner(Kind::Leaf, &taxonomy.name, &leaf.name, lines);
            }
        }
        for (f, form) in p.forms.iter().enumerate() {
            let field = |i: &u32| self.s.field(f as u32, *i);
            let group = |zh, en, all: &Vec<u32>| format!("{} {}", self.word(zh, en), all.iter().map(field).collect::<Vec<_>>().join("、"));
            let mut lines: Vec<String> = form.require_one.iter().map(|g| group("必填其一", "require one", g)).collect();
            lines.extend(form.distinct.iter().map(|g| group("不得同人", "distinct", g)));
            self.add(Kind::Form, &form.name, &form.formerly, lines);
            for x in &form.fields {
                let line = self.field_line(x);
                self.inner(Kind::Field, &form.name, &x.name, vec![line]);
            }
        }
        for role in &p.roles {
            let superior = role.superior.map(|r| format!("{} {}", self.word("上级", "superior"), self.s.role(r)));
            let exclusive =
                (!role.exclusive.is_empty()).then(|| format!("{} {}", self.word("不得兼任", "exclusive"), self.roles(&role.exclusive)));
            self.add(Kind::Role, &role.name, &role.formerly, superior.into_iter().chain(exclusive).collect());
        }
        for a in &p.actions {
            let gives = a.gives.as_ref().map_or_else(String::new, |g| format!(" {} {}", self.word("得", "gives"), self.s.slot(g)));
            let only = if a.only.is_empty() { String::new() } else { format!(" {} {}", self.word("仅", "only"), self.roles(&a.only)) };
            let own = self.s.with_args(&a.params);
            let provided = a.provided.as_ref().map_or_else(String::new, |e| format!(" {} {}", self.word("仅当", "provided"), own.expr(e)));
            let fixed = if a.irreversible { self.word(" 不可逆", " irreversible") } else { "" };
            let line = format!("{}{gives}{only}{provided}{fixed}", self.params(&a.params));
            self.add(Kind::Action, &a.name, &a.formerly, vec![line]);
        }
        for e in &p.events {
            let line = self.params(&e.params);
            self.add(Kind::Event, &e.name, &e.formerly, vec![line]);
        }
        for d in &p.decisions {
            let own = self.s.with_args(&d.params);
            let columns: Vec<String> = d.table.columns.iter().map(|c| own.expr(c)).collect();
            let head = format!("{} {} {}", self.params(&d.params), self.word("得", "gives"), self.s.slot(&d.gives));
            let mut lines = vec![head, format!("{} {}", self.word("按", "match"), columns.join(", "))];
            lines.extend(d.table.rows.iter().map(|r| format!("  {}    {}", own.cells(&r.cells, &d.table.columns), own.expr(&r.value))));
            self.add(Kind::Decision, &d.name, &d.formerly, lines);
        }
    }

    fn field_line(&self, x: &crate::program::Field) -> String {
        let mut out = self.s.slot(&x.slot);
        match &x.required {
            Required::Never => {}
            Required::Always => out.push_str(self.word(" 必填", " required")),
            Required::When(e) => out.push_str(&format!(" {} {}", self.word("必填 仅当", "required provided"), self.s.expr(e))),
        }
        if let Some(e) = &x.derived {
            out.push_str(&format!(" = {}", self.s.expr(e)));
        }
        if let Some(e) = &x.default {
            out.push_str(&format!(" {} {}", self.word("默认", "default"), self.s.expr(e)));
        }
        if !x.grouped.is_empty() {
            let groups: Vec<String> = x.grouped.iter().map(u32::to_string).collect();
            out.push_str(&format!(" {} {}", self.word("分段", "grouped"), groups.join("-")));
        }
        if let Some(pattern) = &x.pattern {
            out.push_str(&format!(" {} “{pattern}”", self.word("格式", "pattern")));
        }
        for (set, zh, en) in [(x.system, " 系统", " system"), (x.secret, " 保密", " secret")] {
            out.push_str(if set { self.word(zh, en) } else { "" });
        }
        out
    }
}

//! The first pass: every declaration of every package gets an id and a name before any body is read.

use super::{Entry, FileIx, FileScope, Scopes, Symbol, Table, import};
use crate::base::{Diagnostic, Span};
use crate::sema::decl::{meta, role, taxonomy};
use crate::sema::hash::Map;
use crate::sema::model::{Meta, Model, RuleId, RuleKind};
use crate::sema::names::{check_event_name, check_name, check_value_name, duplicate};
use crate::sema::package::Workspace;
use crate::syntax::ast::{Constant, Decl, DeclKind, Measure, Metric, Name, Param, RuleDecl, Scenario, Score};
use smol_str::SmolStr;

/// A declaration with its id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item<'a> {
    /// Its id.
    pub(crate) symbol: Symbol,
    /// The tree.
    pub(crate) decl: &'a Decl,
    /// Its file.
    pub(crate) file: FileIx,
}

/// What the first pass found.
#[derive(Debug, Default)]
pub(crate) struct Collected<'a> {
    /// Declarations with a body, in order of package, file and place.
    pub(crate) items: Vec<Item<'a>>,
    /// 参数, by id.
    pub(crate) params: Vec<(FileIx, &'a Param)>,
    /// 常量, by id.
    pub(crate) consts: Vec<(FileIx, &'a Constant)>,
    /// 场景 of the package that is checked.
    pub(crate) scenarios: Vec<(FileIx, &'a Decl, &'a Scenario)>,
    /// 周期 and 留存.
    pub(crate) limits: crate::sema::time::Found<'a>,
    /// 规则 and 保证.
    pub(crate) rules: Vec<(FileIx, RuleId, &'a RuleDecl)>,
    /// 计量 outside flows and rules.
    pub(crate) measures: Vec<(FileIx, &'a Measure)>,
    /// 评分 of every package.
    pub(crate) scores: Vec<(FileIx, &'a Decl, &'a Score)>,
    /// 指标 of every package.
    pub(crate) metrics: Vec<(FileIx, &'a Decl, &'a Metric)>,
}

/// Gives every declaration an id and a name.
pub(crate) fn collect<'a>(workspace: &'a Workspace, model: &mut Model, out: &mut Vec<Diagnostic>) -> (Scopes, Collected<'a>) {
    model.taxonomies.push(taxonomy::mood());
    model.roles.extend(role::built_in());
    let mut scopes = Scopes::default();
    let mut found = Collected::default();
    for (package, p) in workspace.packages.iter().enumerate() {
        let (inherits, tables) = (p.inherits.clone(), p.tables.clone());
        scopes.packages.push(Table { name: p.name.clone(), inherits, tables, ..Table::default() });
        let mut scenarios = Map::default();
        for file in &p.files {
            let ix = FileIx(scopes.files.len());
            scopes.files.push(FileScope { package, stem: file.stem.clone(), origin: file.origin.clone(), imports: Vec::new() });
            let Some(table) = scopes.packages.last_mut() else { continue };
            for decl in &file.tree.decls {
                let mut shell = Shell { model, table, found: &mut found, file: ix, own: package == 0, out, scenarios: &mut scenarios };
                shell.declare(decl);
            }
        }
    }
    import::link(workspace, &mut scopes, out);
    (scopes, found)
}

/// Where the shells of one file's declarations go.
pub(super) struct Shell<'s, 'a> {
    pub(super) model: &'s mut Model,
    pub(super) table: &'s mut Table,
    pub(super) found: &'s mut Collected<'a>,
    pub(super) scenarios: &'s mut Map<SmolStr, Span>,
    pub(super) file: FileIx,
    pub(super) own: bool,
    pub(super) out: &'s mut Vec<Diagnostic>,
}

impl<'a> Shell<'_, 'a> {
    fn declare(&mut self, decl: &'a Decl) {
        let Some((name, aliases, symbol)) = self.shell(decl) else { return };
        self.found.items.push(Item { symbol, decl, file: self.file });
        self.name(name, symbol, false);
        for alias in aliases {
            self.name(alias, symbol, true);
        }
    }

    /// Gives a thing a name of the package, unless the name is taken.
    pub(super) fn name(&mut self, name: &Name, symbol: Symbol, alias: bool) {
        if name.text.is_empty() {
            return;
        }
        check_name(name, self.out);
        match symbol {
            Symbol::Param(_) | Symbol::Const(_) => check_value_name(name, self.out),
            Symbol::Event(_) => check_event_name(name, self.out),
            _ => {}
        }
        let entry = Entry { symbol, span: name.span, file: self.file, alias };
        match self.table.names.get(&name.text) {
            Some(first) if first.symbol == symbol && alias => {}
            Some(first) => self.out.push(duplicate(&name.text, name.span, first.span, alias || first.alias)),
            None => {
                self.table.order.push(name.text.clone());
                self.table.names.insert(name.text.clone(), entry);
            }
        }
    }

    /// Pushes the empty shell and gives its name, aliases and id; nothing for what has no top-level name.
    fn shell(&mut self, decl: &'a Decl) -> Option<(&'a Name, &'a [Name], Symbol)> {
        let meta = meta(&decl.meta);
        match &decl.kind {
            DeclKind::Document(text) => self.document(text),
            DeclKind::Params(params) => self.params(params, meta.floor),
            DeclKind::Consts(consts) => self.consts(consts, meta.floor),
            DeclKind::Scenario(s) => self.scenario(decl, s),
            DeclKind::Schedule(s) => self.schedule(s, meta),
            DeclKind::Retain(r) => self.retain(decl, r),
            DeclKind::Rule(r) => {
                let kind = if r.guarantee { RuleKind::Guarantee } else { RuleKind::Rule };
                let id = self.rule(&r.name, kind, meta);
                self.found.rules.push((self.file, id, r));
            }
            DeclKind::Metric(m) => {
                self.rule_name(&m.name);
                self.found.metrics.push((self.file, decl, m));
            }
            DeclKind::Score(s) => {
                s.name.iter().for_each(|name| self.rule_name(name));
                self.found.scores.push((self.file, decl, s));
            }
            DeclKind::Measure(m) => self.found.measures.push((self.file, m)),
            kind => return self.named_shell(kind, decl.span, meta),
        }
        None
    }

    fn named_shell(&mut self, kind: &'a DeclKind, line: Span, meta: Meta) -> Option<(&'a Name, &'a [Name], Symbol)> {
        Some(match kind {
            // These were taken before.
            DeclKind::Use(_)
            | DeclKind::Document(_)
            | DeclKind::Params(_)
            | DeclKind::Consts(_)
            | DeclKind::Scenario(_)
            | DeclKind::Rule(_)
            | DeclKind::Metric(_)
            | DeclKind::Score(_)
            | DeclKind::Measure(_)
            | DeclKind::Schedule(_)
            | DeclKind::Retain(_)
            | DeclKind::Extends(_) => return None,
            DeclKind::Calendar(c) => (&c.name, &[], Symbol::Calendar(self.calendar(c, meta))),
            DeclKind::Deadline(d) => (&d.name, &[], Symbol::Deadline(self.deadline(d, None, meta))),
            DeclKind::Escalate(e) => (&e.name, &[], Symbol::Ladder(self.ladder(e, None, meta))),
            DeclKind::Stretch(s) => (&s.name, &[], Symbol::Stretch(self.stretch(s, meta))),
            DeclKind::Taxonomy(t) => (&t.name, &t.aliases, Symbol::Taxonomy(self.taxonomy(t, meta))),
            DeclKind::Decide(d) => (&d.name, &[], Symbol::Decision(self.decision(d, line, meta))),
            DeclKind::Form(f) => (&f.name, &f.aliases, Symbol::Form(self.form(f, meta))),
            DeclKind::Role(r) => (&r.name, &r.aliases, Symbol::Role(self.role(r, meta))),
            DeclKind::Action(a) => (&a.name, &[], Symbol::Action(self.action(a, meta))),
            DeclKind::Event(e) => (&e.name, &[], Symbol::Event(self.event(e, meta))),
            DeclKind::Phrases(p) => (&p.name, &[], Symbol::Phrases(self.phrases(p, meta))),
            DeclKind::Forbid(f) => (&f.name, &[], Symbol::Forbid(self.forbid(f, meta))),
            DeclKind::Flow(f) => (&f.name, &[], Symbol::Flow(self.flow(f, meta))),
        })
    }
}

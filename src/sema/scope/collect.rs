//! The first pass: every declaration of every package gets an id and a name before any body is read.

use super::{Entry, FileIx, FileScope, Scopes, Symbol, Table, import};
use crate::base::{Diagnostic, Span};
use crate::sema::decl::{meta, role, taxonomy};
use crate::sema::hash::Map;
use crate::sema::model::{
    self, ActionId, CalendarId, ConstId, ConstState, DecisionId, EventId, FlowId, ForbidId, FormId, MOOD, Model, ParamId, PhrasesId,
    RoleId, RuleId, Slot, TaxonomyId, Ty,
};
use crate::sema::names::{check_name, duplicate};
use crate::sema::package::Workspace;
use crate::syntax::ast::{Constant, Decl, DeclKind, Gives, Name, Param, Scenario, Severity, Timed, TimedKind};
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
    /// Constructs of part 2 outside flows.
    pub(crate) timed: Vec<&'a Timed>,
}

/// Gives every declaration an id and a name.
pub(crate) fn collect<'a>(workspace: &'a Workspace, model: &mut Model, out: &mut Vec<Diagnostic>) -> (Scopes, Collected<'a>) {
    model.taxonomies.push(taxonomy::mood());
    model.roles.extend(role::built_in());
    let mut scopes = Scopes::default();
    let mut found = Collected::default();
    for (package, p) in workspace.packages.iter().enumerate() {
        scopes.packages.push(Table { name: p.name.clone(), ..Table::default() });
        let mut scenarios = Map::default();
        for file in &p.files {
            let ix = FileIx(scopes.files.len());
            scopes.files.push(FileScope { package, stem: file.stem.clone(), imports: Vec::new() });
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
struct Shell<'s, 'a> {
    model: &'s mut Model,
    table: &'s mut Table,
    found: &'s mut Collected<'a>,
    scenarios: &'s mut Map<SmolStr, Span>,
    file: FileIx,
    own: bool,
    out: &'s mut Vec<Diagnostic>,
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

    fn name(&mut self, name: &Name, symbol: Symbol, alias: bool) {
        if name.text.is_empty() {
            return;
        }
        check_name(name, self.out);
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
        let none: &[Name] = &[];
        Some(match &decl.kind {
            DeclKind::Use(_) => return None,
            DeclKind::Document(text) => {
                let title = crate::sema::expr::text::plain(text);
                let title = SmolStr::new(title.trim().trim_start_matches('《').trim_end_matches('》'));
                self.table.documents.entry(title.clone()).or_insert(text.span);
                self.model.documents.push(title);
                return None;
            }
            DeclKind::Params(params) => {
                for p in params {
                    let id = Symbol::Param(ParamId(self.model.params.len() as u32));
                    self.model.params.push(param_shell(p));
                    self.found.params.push((self.file, p));
                    self.name(&p.name, id, false);
                }
                return None;
            }
            DeclKind::Consts(consts) => {
                for c in consts {
                    let id = Symbol::Const(ConstId(self.model.consts.len() as u32));
                    let meta = crate::sema::decl::meta(&c.meta);
                    self.model.consts.push(model::Const { name: c.name.text.clone(), state: ConstState::Unbound, span: c.name.span, meta });
                    self.found.consts.push((self.file, c));
                    self.name(&c.name, id, false);
                }
                return None;
            }
            DeclKind::Scenario(s) => {
                if self.own {
                    self.found.scenarios.push((self.file, decl, s));
                }
                if let Some(first) = self.scenarios.get(&s.name.text) {
                    self.out.push(duplicate(&s.name.text, s.name.span, *first, false));
                } else {
                    self.scenarios.insert(s.name.text.clone(), s.name.span);
                }
                return None;
            }
            DeclKind::Taxonomy(t) => {
                let is_mood = self.own && taxonomy::is_mood(&t.name.text);
                let shell = model::Taxonomy {
                    name: t.name.text.clone(),
                    open: t.open,
                    leaves: Vec::new(),
                    nodes: Vec::new(),
                    span: t.name.span,
                    meta,
                };
                let id = if is_mood { MOOD } else { TaxonomyId(self.model.taxonomies.len() as u32) };
                if is_mood {
                    if let Some(slot) = self.model.taxonomies.first_mut() {
                        *slot = shell;
                    }
                } else {
                    self.model.taxonomies.push(shell);
                }
                (&t.name, &t.aliases, Symbol::Taxonomy(id))
            }
            DeclKind::Decide(d) => {
                let id = DecisionId(self.model.decisions.len() as u32);
                let gives = self.gives(d.gives.as_ref()).unwrap_or(Slot::of(Ty::Bad));
                let span = d.table.as_ref().map_or(decl.span, |t| t.span);
                let table = model::Table { in_order: false, columns: Vec::new(), rows: Vec::new(), span };
                let (name, params) = (d.name.text.clone(), d.params.iter().map(param_shell).collect());
                self.model.decisions.push(model::Decision { name, params, gives, table, span: d.name.span, meta });
                (&d.name, none, Symbol::Decision(id))
            }
            DeclKind::Form(f) => {
                let id = FormId(self.model.forms.len() as u32);
                self.model.forms.push(model::Form {
                    name: f.name.text.clone(),
                    aliases: f.aliases.iter().map(|a| a.text.clone()).collect(),
                    system: f.system,
                    fields: Vec::new(),
                    require_one: Vec::new(),
                    distinct: Vec::new(),
                    span: f.name.span,
                    meta,
                });
                (&f.name, &f.aliases, Symbol::Form(id))
            }
            DeclKind::Role(r) => {
                let shell = model::Role {
                    name: r.name.text.clone(),
                    aliases: r.aliases.iter().map(|a| a.text.clone()).collect(),
                    superior: None,
                    exclusive: Vec::new(),
                    span: r.name.span,
                    meta,
                };
                let id = match role::built_in_word(&r.name.text) {
                    Some(Some(id)) => {
                        if let Some(slot) = self.model.roles.get_mut(id.index()) {
                            let name = slot.name.clone();
                            *slot = model::Role { name, ..shell };
                        }
                        id
                    }
                    _ => {
                        self.model.roles.push(shell);
                        RoleId(self.model.roles.len() as u32 - 1)
                    }
                };
                (&r.name, &r.aliases, Symbol::Role(id))
            }
            DeclKind::Action(a) => {
                let id = ActionId(self.model.actions.len() as u32);
                let gives = self.gives(a.gives.as_ref());
                self.model.actions.push(model::Action {
                    name: a.name.text.clone(),
                    params: a.params.iter().map(param_shell).collect(),
                    gives,
                    only: Vec::new(),
                    provided: None,
                    irreversible: a.irreversible,
                    span: a.name.span,
                    meta,
                });
                (&a.name, none, Symbol::Action(id))
            }
            DeclKind::Event(e) => {
                let id = EventId(self.model.events.len() as u32);
                let params = e.params.iter().map(param_shell).collect();
                self.model.events.push(model::EventDecl { name: e.name.text.clone(), params, span: e.name.span, meta });
                (&e.name, none, Symbol::Event(id))
            }
            DeclKind::Phrases(p) => {
                let id = PhrasesId(self.model.phrases.len() as u32);
                let params = p.params.iter().map(param_shell).collect();
                self.model.phrases.push(crate::sema::decl::phrases::shell(p, params, meta));
                (&p.name, none, Symbol::Phrases(id))
            }
            DeclKind::Forbid(f) => {
                let id = ForbidId(self.model.forbids.len() as u32);
                self.model.forbids.push(model::Forbid {
                    name: f.name.text.clone(),
                    severity: f.severity.unwrap_or(Severity::Ordinary),
                    points: f.points,
                    veto: f.veto,
                    open: f.open,
                    entries: Vec::new(),
                    includes: Vec::new(),
                    unless: Vec::new(),
                    spoken_by: Vec::new(),
                    scope: model::Scope::default(),
                    position: None,
                    when: None,
                    quotes_count: false,
                    span: f.name.span,
                    meta,
                });
                (&f.name, none, Symbol::Forbid(id))
            }
            DeclKind::Flow(f) => {
                let id = FlowId(self.model.flows.len() as u32);
                let gives = self.gives(f.gives.as_ref());
                self.model.flows.push(model::Flow {
                    name: f.name.text.clone(),
                    params: f.params.iter().map(param_shell).collect(),
                    vars: Vec::new(),
                    gives,
                    case: f.case,
                    by: None,
                    using: None,
                    anytime: Vec::new(),
                    steps: Vec::new(),
                    own: self.own,
                    span: f.name.span,
                    meta,
                });
                for (timed, _) in &f.timed {
                    self.timed(timed, model::Meta::default());
                }
                (&f.name, none, Symbol::Flow(id))
            }
            DeclKind::Timed(t) => {
                self.found.timed.push(t);
                self.timed(t, meta);
                return None;
            }
        })
    }

    /// A construct of part 2 has a name of its own unless its name is that of a form or of another package.
    fn timed(&mut self, t: &'a Timed, meta: model::Meta) {
        let Some(name) = &t.name else { return };
        let symbol = match t.kind {
            TimedKind::Retain | TimedKind::Extends | TimedKind::Measure => return,
            TimedKind::Calendar => {
                let id = CalendarId(self.model.calendars.len() as u32);
                let zone = t.zone.as_ref().map(|z| z.text.clone());
                self.model.calendars.push(model::Calendar { name: name.text.clone(), zone, span: name.span });
                if t.default && self.own {
                    self.model.default_calendar.get_or_insert(id);
                }
                Symbol::Calendar(id)
            }
            kind @ (TimedKind::Rule | TimedKind::Guarantee | TimedKind::Metric | TimedKind::Score | TimedKind::Schedule) => {
                self.model.rules.push(model::Rule { name: name.text.clone(), kind, span: name.span, meta });
                if let Some(first) = self.table.rules.get(&name.text) {
                    self.out.push(duplicate(&name.text, name.span, *first, false));
                } else {
                    self.table.rules.insert(name.text.clone(), name.span);
                }
                return;
            }
            kind @ (TimedKind::Stretch | TimedKind::Deadline | TimedKind::Escalate) => {
                self.model.rules.push(model::Rule { name: name.text.clone(), kind, span: name.span, meta });
                Symbol::Rule(RuleId(self.model.rules.len() as u32 - 1))
            }
        };
        self.name(name, symbol, false);
    }

    /// Leaves written out after 得 become a 分类 without a name; a type is read later.
    fn gives(&mut self, gives: Option<&Gives>) -> Option<Slot> {
        match gives? {
            Gives::Type(_) => Some(Slot::of(Ty::Bad)),
            Gives::Leaves(names, span) => {
                let id = TaxonomyId(self.model.taxonomies.len() as u32);
                self.model.taxonomies.push(taxonomy::anonymous(names, *span, self.out));
                Some(Slot::of(Ty::Leaf(id)))
            }
        }
    }
}

fn param_shell(p: &Param) -> model::Param {
    model::Param { name: p.name.text.clone(), slot: Slot::of(Ty::Bad), default: None, span: p.name.span, meta: meta(&p.meta) }
}

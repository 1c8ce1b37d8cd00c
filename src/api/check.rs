//! `check`: everything that is wrong with a package, in one run.

use super::config::{Bound, Config, ConfigError};
use super::input::{Input, InputPackage};
use super::prove;
use super::severity;
use crate::base::{Diagnostic, FileId, Kind, Level, Source, Sources, Span};
use crate::lint;
use crate::lower::Lowered;
use crate::sema::codes::names::AMBIGUOUS_NAME;
use crate::sema::{self, Allows, Analysis, Binding, Heritage, Package, SourceFile, TableFile, Workspace, model::Model};
use crate::syntax::{
    self,
    ast::{DeclKind, File},
};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A package as it was understood.
#[derive(Debug)]
pub struct Checked {
    /// The texts that were read: the package's first, then those it uses.
    pub sources: Sources,
    /// What the package says of itself.
    pub config: Config,
    /// What it means, as far as it could be read.
    pub model: Model,
    /// What is wrong, in order of file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What stands before the package's file names in `sources`.
    pub root: String,
    /// The names of `sources` wherever the packages lie: within the package, those of others behind their package's name.
    pub portable: Vec<SmolStr>,
    /// How many files the package has.
    pub files: usize,
    /// The program, where the check had to make it.
    pub(super) lowered: Option<Lowered>,
}

impl Checked {
    /// Whether anything weighs as much as this.
    pub fn reaches(&self, level: Level) -> bool {
        self.diagnostics.iter().any(|d| d.level >= level)
    }
}

/// Checks a package, its guarantees included. Fails only for a `huashu.toml` that cannot be used.
pub fn check(input: &Input) -> Result<Checked, ConfigError> {
    Ok(Read::of(input)?.checked(true))
}

/// As [`check`], but for the guarantees: for those who play a script as it is.
pub fn understand(input: &Input) -> Result<Checked, ConfigError> {
    Ok(Read::of(input)?.checked(false))
}

/// As [`understand`], but for its scenarios and for opinions, which are no part of what runs: for those who compare programs.
pub fn program(input: &Input) -> Result<Checked, ConfigError> {
    let mut checked = Read::of(input)?.without_scenarios().checked(false);
    checked.diagnostics.retain(|d| d.code.kind != Kind::Lint);
    Ok(checked)
}

/// A package as it was read, before it means anything.
#[derive(Debug)]
pub(super) struct Read {
    /// The texts.
    pub(super) sources: Sources,
    /// The trees; the package's own come first.
    pub(super) workspace: Workspace,
    /// What the package says of itself.
    pub(super) config: Config,
    /// What the package inherits, which has become a part of it.
    heritage: Heritage,
    /// What could not be read.
    diagnostics: Vec<Diagnostic>,
    /// How many of the texts are the package's own.
    own: usize,
    root: String,
    portable: Vec<SmolStr>,
    files: usize,
}

impl Read {
    /// Reads a package and those it uses.
    pub(super) fn of(input: &Input) -> Result<Self, ConfigError> {
        let config = Config::parse(input.package.config.as_deref().unwrap_or_default())?;
        let mut reading = Reading::default();
        reading.read(&input.package, &config);
        let own = reading.sources.len();
        let library: Vec<(&InputPackage, Config)> =
            input.library.iter().map(|p| (p, Config::parse(p.config.as_deref().unwrap_or_default()).unwrap_or_default())).collect();
        // A package is read when a package already read asks for it.
        let asked = |reading: &Reading| {
            library.iter().find_map(|(p, c)| {
                let name = name(p, c);
                reading.wants(&name).map(|at| (name, at))
            })
        };
        while let Some((wanted, at)) = asked(&reading) {
            let mut named = library.iter().filter(|(p, c)| name(p, c) == wanted);
            let Some((package, config)) = named.next() else { break };
            let others: Vec<&str> = named.map(|(p, _)| p.root.as_str()).collect();
            if !others.is_empty() {
                reading.diagnostics.push(ambiguous(&wanted, at, &package.root, &others));
            }
            reading.read(package, config);
        }
        let Reading { sources, mut workspace, mut diagnostics, portable } = reading;
        workspace.today = input.today;
        workspace.unread = diagnostics.iter().filter(|d| d.level >= Level::Error).map(|d| d.span).collect();
        let heritage = sema::inherit(&mut workspace, &sources);
        diagnostics.extend(heritage.diagnostics.iter().cloned());
        let (root, files) = (input.package.root.clone(), input.package.files.len() + input.package.tables.len());
        Ok(Self { sources, workspace, config, heritage, diagnostics, own, root, portable, files })
    }

    /// Whether a file was taken over from another package.
    pub(super) fn is_inherited(&self, file: FileId) -> bool {
        self.heritage.is_inherited(file)
    }

    /// The package as if its scenarios, and what is wrong with them, had never been written.
    fn without_scenarios(mut self) -> Self {
        let mut gone = Vec::new();
        for file in self.workspace.packages.iter_mut().flat_map(|p| &mut p.files) {
            let text = self.sources.get(file.id).map_or("", |s| s.text.as_str());
            let mut tree = File::clone(&file.tree);
            tree.decls.retain(|d| {
                let is_scenario = matches!(d.kind, DeclKind::Scenario(_));
                gone.extend(is_scenario.then(|| whole(d.span, text)));
                !is_scenario
            });
            file.tree = Arc::new(tree);
        }
        let stays = |at: Span| !gone.iter().any(|g: &Span| g.file == at.file && g.start <= at.start && at.start < g.end);
        self.diagnostics.retain(|d| stays(d.span));
        self.workspace.unread.retain(|at| stays(*at));
        self
    }

    fn checked(self, proving: bool) -> Checked {
        let Self { sources, mut workspace, config, heritage, mut diagnostics, own, root, portable, files } = self;
        let Analysis { model, diagnostics: found } = sema::understand(&workspace, &sources);
        diagnostics.extend(found);
        let (allows, unread) = (Allows::of(&workspace, &sources), std::mem::take(&mut workspace.unread));
        // The trees have said all they have to say, and letting go of them takes as long as some of the checks.
        let ((further, opinions), ()) = rayon::join(
            || rayon::join(|| sema::examine(&model, &sources, &unread, &diagnostics), || opinions(&model, &sources, &diagnostics)),
            || drop(workspace),
        );
        diagnostics.extend(further);
        diagnostics.extend(opinions);
        let floors = heritage.floors(&model, &sources, &diagnostics);
        diagnostics.extend(floors);
        heritage.explain(&model.package, &mut diagnostics);
        let settled = |found, proving| {
            let mut found = severity::settle(found, allows.clone(), &sources, &config, proving);
            // What is wrong with a package that is used concerns its own readers, unless it cannot be used for it.
            found.retain(|d| (d.span.file.0 as usize) < own || d.level >= Level::Error);
            found
        };
        let guaranteed = proving && prove::has_any(&model);
        let mut settled_once = settled(diagnostics.clone(), guaranteed);
        let mut lowered = None;
        // What has no meaning yet cannot be proved.
        if guaranteed && settled_once.iter().all(|d| d.level < Level::Error) {
            let (found, program) = prove::findings(&model, &sources, &config);
            lowered = program;
            diagnostics.extend(found);
            settled_once = settled(diagnostics, true);
        }
        Checked { sources, config, model, diagnostics: settled_once, root, portable, files, lowered }
    }

    /// What the package means with another tree in the place of a file, or the faults that keep it from meaning anything. The package
    /// itself must have none.
    pub(super) fn with(&self, file: FileId, tree: File) -> Result<Model, Vec<Diagnostic>> {
        let mut workspace = self.workspace.clone();
        let files = workspace.packages.iter_mut().flat_map(|p| &mut p.files);
        files.filter(|f| f.id == file).for_each(|f| f.tree = Arc::new(tree.clone()));
        let Analysis { model, diagnostics: mut found } = sema::understand(&workspace, &self.sources);
        found.extend(sema::examine(&model, &self.sources, &workspace.unread, &found));
        let floors = self.heritage.floors(&model, &self.sources, &found);
        found.extend(floors);
        // Opinions keep nobody from anything unless the package says so.
        if self.config.severity.iter().any(|(code, level)| code.kind == Kind::Lint && *level >= Level::Error) {
            found.extend(opinions(&model, &self.sources, &found));
        }
        let mut found = severity::settle(found, Allows::of(&workspace, &self.sources), &self.sources, &self.config, false);
        found.retain(|d| d.level >= Level::Error);
        if found.is_empty() { Ok(model) } else { Err(found) }
    }
}

/// What a careful editor would remark on.
fn opinions(model: &Model, sources: &Sources, faults: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut found = lint::run(model, sources);
    // What seems unused may be used on a line that could not be understood.
    if faults.iter().any(|d| d.level >= Level::Error && ["E00", "E01", "E02"].iter().any(|group| d.code.id.starts_with(group))) {
        found.retain(|d| *d.code != lint::codes::UNUSED_NAME);
    }
    found
}

/// A declaration with the lines indented under its head.
fn whole(head: Span, text: &str) -> Span {
    let mut end = head.end as usize;
    for line in text.get(end..).unwrap_or_default().split_inclusive('\n').enumerate() {
        // The rest of the head's own line comes first.
        let (n, line) = line;
        if n > 0 && line.chars().next().is_some_and(|c| !c.is_whitespace() && c != '#') {
            break;
        }
        end += line.len();
    }
    Span::new(head.file, head.start as usize, end)
}

/// The bytes of a list: of one in UTF-8 in which some rows are damaged, with what says so in these rows. A first line that cannot be read is that
/// of a file in another encoding.
fn readable(bytes: &[u8]) -> Cow<'_, [u8]> {
    let first = bytes.split_inclusive(|b| *b == b'\n').next().unwrap_or_default();
    let damaged = std::str::from_utf8(bytes).is_err() && std::str::from_utf8(first).is_ok() && !bytes.contains(&0);
    if damaged { String::from_utf8_lossy(bytes).into_owned().into_bytes().into() } else { bytes.into() }
}

fn name(package: &InputPackage, config: &Config) -> SmolStr {
    config.name.clone().unwrap_or_else(|| package.name.clone())
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    sources: Sources,
    workspace: Workspace,
    diagnostics: Vec<Diagnostic>,
    portable: Vec<SmolStr>,
}

impl Reading {
    fn read(&mut self, package: &InputPackage, config: &Config) {
        let mut files: Vec<_> = package.files.iter().collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        let mut read = Package { name: name(package, config), ..Package::default() };
        for file in files {
            let name = format!("{}{}", package.root, file.name);
            let (id, tree) = self.read_file(name, &file.bytes);
            let stem = file.name.rsplit('/').next().unwrap_or_default();
            let stem = stem.strip_suffix(".hua").unwrap_or(stem).into();
            read.files.push(SourceFile { id, stem, origin: read.name.clone(), tree });
        }
        let mut tables: Vec<_> = package.tables.iter().collect();
        tables.sort_by(|a, b| a.name.cmp(&b.name));
        for table in tables {
            let (id, text) = self.read_text(format!("{}{}", package.root, table.name), &readable(&table.bytes));
            read.tables.push(TableFile { name: SmolStr::new(&table.name), id, text, origin: read.name.clone() });
        }
        if let Some(text) = package.config.as_ref().filter(|_| !config.bindings.is_empty()) {
            let id = self.sources.add(Source::new(format!("{}huashu.toml", package.root), text));
            let span = |bytes: &Range<usize>| Span::new(id, bytes.start, bytes.end);
            let binding =
                |b: &Bound| Binding { name: b.name.clone(), value: b.value.clone(), at: span(&b.at), value_at: span(&b.value_at) };
            read.bindings = config.bindings.iter().map(binding).collect();
        }
        self.name_portably(package, &read.name);
        self.workspace.packages.push(read);
    }

    /// Names the sources just read without saying where the package lies.
    fn name_portably(&mut self, package: &InputPackage, name: &SmolStr) {
        let own = self.workspace.packages.is_empty();
        for (_, source) in self.sources.iter().skip(self.portable.len()) {
            let inside = source.name.strip_prefix(package.root.as_str()).unwrap_or(&source.name);
            self.portable.push(if own { inside.into() } else { SmolStr::new(format!("{name}/{inside}")) });
        }
    }

    fn read_file(&mut self, name: String, bytes: &[u8]) -> (FileId, Arc<File>) {
        let (id, text) = self.read_text(name, bytes);
        let Some(source) = self.sources.get(id).filter(|_| text) else { return (id, Arc::default()) };
        let parsed = syntax::parse(id, &source.text);
        self.diagnostics.extend(parsed.diagnostics);
        (id, Arc::new(parsed.tree))
    }

    /// Keeps a file, and says whether it is text.
    fn read_text(&mut self, name: String, bytes: &[u8]) -> (FileId, bool) {
        let id = FileId(self.sources.len() as u32);
        let (text, finding) = match syntax::decode(id, bytes) {
            Ok(text) => (text, None),
            Err(finding) => (String::from_utf8_lossy(bytes).into_owned(), Some(*finding)),
        };
        self.sources.add(Source::new(name, text));
        let readable = finding.is_none();
        self.diagnostics.extend(finding);
        (id, readable)
    }

    /// Where some file asks for a package of this name that has not been read.
    fn wants(&self, name: &SmolStr) -> Option<Span> {
        if self.workspace.packages.iter().any(|p| p.name == *name) {
            return None;
        }
        let files = self.workspace.packages.iter().flat_map(|p| &p.files);
        files.flat_map(|f| &f.tree.decls).find_map(|d| {
            let path = match &d.kind {
                DeclKind::Use(u) => &u.path,
                DeclKind::Extends(e) => &e.path,
                _ => return None,
            };
            path.parts.first().filter(|n| n.text == *name).map(|n| n.span)
        })
    }
}

/// Several packages have the name that is asked for.
fn ambiguous(name: &str, at: Span, first: &str, others: &[&str]) -> Diagnostic {
    let mut roots: Vec<&str> = std::iter::once(first).chain(others.iter().copied()).map(|r| r.trim_end_matches('/')).collect();
    roots.sort_unstable();
    Diagnostic::new(
        &AMBIGUOUS_NAME,
        at,
        format!("有 {} 个包都叫“{name}”：{}", roots.len(), roots.join("、")),
        format!("{} packages are called `{name}`: {}", roots.len(), roots.join(", ")),
    )
    .label("要的是哪一个？", "which of them is meant?")
    .help(
        "在多出来的那个包的 huashu.toml 里换一个 name，或者把它挪到别处去。",
        "Give the one that is not meant another name in its huashu.toml, or move it elsewhere.",
    )
}

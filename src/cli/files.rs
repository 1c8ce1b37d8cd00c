//! Paths become packages: what to read, and what of it was asked for.

use super::failure::{Failure, Outcome};
use super::taken;
use crate::api::{Input, InputFile, InputPackage};
use chrono::Datelike;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The file that makes a folder a package.
const MANIFEST: &str = "huashu.toml";

/// A package that was asked for.
#[derive(Debug)]
pub(crate) struct Target {
    /// Its bytes, and those of its neighbours.
    pub(crate) input: Input,
    /// The names, within the package, of the files that were asked for; absent: all.
    pub(crate) only: Option<BTreeSet<String>>,
}

/// Where a package lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Home {
    /// A folder.
    Folder(PathBuf),
    /// A file by itself.
    File(PathBuf),
}

/// Reads the packages that the paths name, each once, in the order named.
pub(crate) fn targets(paths: &[PathBuf]) -> Outcome<Vec<Target>> {
    let mut homes: Vec<(Home, Option<BTreeSet<String>>)> = Vec::new();
    for path in paths {
        for (home, only) in homes_of(path)? {
            match homes.iter_mut().find(|(h, _)| *h == home) {
                Some((_, old)) => *old = old.take().zip(only).map(|(a, b)| a.into_iter().chain(b).collect()),
                None => homes.push((home, only)),
            }
        }
    }
    let today = today();
    homes.into_iter().map(|(home, only)| Ok(Target { input: input(&home, today)?, only })).collect()
}

/// The one package that a path names, for verbs that take one.
pub(crate) fn target(path: &Path) -> Outcome<Target> {
    let mut all = targets(std::slice::from_ref(&path.to_owned()))?;
    match (all.pop(), all.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => {
            let path = path.display();
            Err(Failure::new(format!("{path} 里不止一个脚本包，请指明一个"), format!("{path} holds several packages; name one of them")))
        }
    }
}

/// All `.hua` files that the paths name, for verbs that look at text only.
pub(crate) fn scripts(paths: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let meta = std::fs::metadata(path).map_err(|e| Failure::file(path, &e, "读不了", "cannot read"))?;
        let found = if meta.is_dir() { walk(path)?.scripts } else { vec![path.clone()] };
        if found.is_empty() {
            return Err(none_in(path));
        }
        files.extend(found.into_iter().filter(|f| !files.contains(f)).collect::<Vec<_>>());
    }
    Ok(files)
}

/// Reads one file.
pub(crate) fn read(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|e| Failure::file(path, &e, "读不了", "cannot read"))
}

fn homes_of(path: &Path) -> Outcome<Vec<(Home, Option<BTreeSet<String>>)>> {
    let meta = std::fs::metadata(path).map_err(|e| Failure::file(path, &e, "读不了", "cannot read"))?;
    if !meta.is_dir() {
        let own = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        return Ok(vec![match package_above(own) {
            Some(root) if path.file_name().is_some_and(|n| n == MANIFEST) => (Home::Folder(root), None),
            Some(root) => {
                let only = within(&root, path).into_iter().collect();
                (Home::Folder(root), Some(only))
            }
            None => (Home::File(path.to_owned()), None),
        }]);
    }
    let found = walk(path)?;
    if found.scripts.is_empty() && found.packages.is_empty() {
        return Err(none_in(path));
    }
    if !path.join(MANIFEST).is_file()
        && let Some(root) = package_above(path)
    {
        let only = found.scripts.iter().filter_map(|f| within(&root, f)).collect();
        return Ok(vec![(Home::Folder(root), Some(only))]);
    }
    let mut homes: Vec<_> = found.packages.iter().map(|p| (Home::Folder(p.clone()), None)).collect();
    // What lies in no package is one by itself.
    let inside = |f: &PathBuf| found.packages.iter().any(|p| f.starts_with(p));
    if found.scripts.iter().any(|f| !inside(f)) {
        homes.push((Home::Folder(path.to_owned()), None));
    }
    Ok(homes)
}

fn none_in(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(format!("{path} 里没有 .hua 文件"), format!("{path} holds no .hua file"))
}

/// The nearest folder from `folder` upwards that holds a manifest, as the user would name it from here.
fn package_above(folder: &Path) -> Option<PathBuf> {
    let full = std::fs::canonicalize(folder).ok()?;
    let root = full.ancestors().find(|a| a.join(MANIFEST).is_file())?;
    if root == full {
        return Some(folder.to_owned());
    }
    let here = std::env::current_dir().and_then(std::fs::canonicalize).ok()?;
    Some(match (root.strip_prefix(&here), here.strip_prefix(root)) {
        _ if folder.is_absolute() => root.to_owned(),
        (Ok(below), _) if below.as_os_str().is_empty() => PathBuf::from("."),
        (Ok(below), _) => below.to_owned(),
        (_, Ok(above)) => above.components().map(|_| "..").collect(),
        (Err(_), Err(_)) => root.to_owned(),
    })
}

/// The name of a file within a package.
fn within(root: &Path, file: &Path) -> Option<String> {
    let (root, file) = (std::fs::canonicalize(root).ok()?, std::fs::canonicalize(file).ok()?);
    file.strip_prefix(root).ok().map(slashed)
}

/// What lies under a folder.
#[derive(Default)]
struct Found {
    packages: Vec<PathBuf>,
    scripts: Vec<PathBuf>,
}

/// Looks through a folder, in order of names; hidden folders and links to folders are passed by.
fn walk(folder: &Path) -> Outcome<Found> {
    let mut found = Found::default();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let fail = |e: &std::io::Error| Failure::file(&folder, e, "读不了", "cannot read");
        if folder.join(MANIFEST).is_file() {
            found.packages.push(folder.clone());
        }
        let mut folders = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(|e| fail(&e))? {
            let entry = entry.map_err(|e| fail(&e))?;
            let (kind, path) = (entry.file_type().map_err(|e| fail(&e))?, entry.path());
            if kind.is_dir() && !entry.file_name().to_string_lossy().starts_with('.') {
                folders.push(path);
            } else if !kind.is_dir() && path.extension().is_some_and(|e| e == "hua") {
                found.scripts.push(path);
            }
        }
        folders.sort();
        open.extend(folders.into_iter().rev());
    }
    found.scripts.sort();
    Ok(found)
}

fn input(home: &Home, today: Option<(i32, u32, u32)>) -> Outcome<Input> {
    let (package, library) = match home {
        Home::File(path) => (file_package(path)?, Vec::new()),
        Home::Folder(root) => (folder_package(root)?, neighbours(root)?),
    };
    Ok(Input { package, library, today })
}

/// Packages beside this one, under it and around it: those it may open by 引用 or 继承.
fn neighbours(root: &Path) -> Outcome<Vec<InputPackage>> {
    let full = std::fs::canonicalize(root).map_err(|e| Failure::file(root, &e, "读不了", "cannot read"))?;
    let mut roots: Vec<PathBuf> = walk(root)?.packages.into_iter().filter(|p| p != root).collect();
    let above = if root == Path::new(".") || root.ends_with("..") { root.join("..") } else { parent(root).to_owned() };
    if let Ok(entries) = std::fs::read_dir(&above) {
        let beside = entries.filter_map(Result::ok).map(|e| above.join(e.file_name()));
        roots.extend(beside.filter(|p| p.join(MANIFEST).is_file() && std::fs::canonicalize(p).is_ok_and(|c| c != full)));
    }
    if above.join(MANIFEST).is_file() {
        roots.push(above);
    }
    roots.sort();
    roots.iter().map(|r| folder_package(r)).collect()
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn file_package(path: &Path) -> Outcome<InputPackage> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let root = shown(path).strip_suffix(&name).unwrap_or_default().to_owned();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let files = vec![InputFile { name, bytes: read(path)? }];
    taken::with_tables(InputPackage { name: stem.into(), root, config: None, files, tables: Vec::new() }, parent(path))
}

fn folder_package(root: &Path) -> Outcome<InputPackage> {
    let found = walk(root)?;
    let inner = found.packages.iter().filter(|p| *p != root).collect::<Vec<_>>();
    let mut files = Vec::new();
    for path in found.scripts.iter().filter(|f| !inner.iter().any(|p| f.starts_with(p))) {
        let name = slashed(path.strip_prefix(root).unwrap_or(path));
        files.push(InputFile { name, bytes: read(path)? });
    }
    let manifest = root.join(MANIFEST);
    let config = match manifest.is_file() {
        true => Some(String::from_utf8_lossy(&read(&manifest)?).into_owned()),
        false => None,
    };
    let full = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let name = full.file_name().unwrap_or_default().to_string_lossy();
    let prefix = shown(root);
    let before = if prefix.is_empty() || prefix == "." { String::new() } else { format!("{}/", prefix.trim_end_matches('/')) };
    taken::with_tables(InputPackage { name: name.as_ref().into(), root: before, config, files, tables: Vec::new() }, root)
}

/// A path as people see it: with `/`, without a leading `./`.
pub(crate) fn shown(path: &Path) -> String {
    let text = slashed(path);
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// Today in UTC.
fn today() -> Option<(i32, u32, u32)> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    let date = chrono::DateTime::from_timestamp_millis(i64::try_from(now.as_millis()).ok()?)?;
    Some((date.year(), date.month(), date.day()))
}

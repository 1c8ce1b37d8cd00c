//! `check --baseline FILE`: findings that were known before are not counted, and the file only ever becomes shorter.

use super::Part;
use crate::api::{Baseline, Fingerprint};
use crate::base::Level;
use crate::cli::console::Console;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::{files, write};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A baseline with its file.
pub(super) struct Book {
    path: PathBuf,
    /// What is known; of a new one, everything that was found.
    baseline: Baseline,
    /// There was no file, and one is asked for.
    new: bool,
}

impl Book {
    /// Reads the file. Without one there is nothing to hold findings against, unless it is to be made.
    pub(super) fn open(path: &Path, update: bool, parts: &[Part]) -> Outcome<Self> {
        let new = !path.exists();
        if new && !update {
            let path = path.display();
            let zh = format!("没有基线 {path}；加上 --update-baseline 就把现在的毛病都记进去");
            return Err(Failure::new(zh, format!("there is no baseline {path}; --update-baseline makes one of what is found now")));
        }
        let baseline = match new {
            true => Baseline::new(found(parts)),
            false => {
                let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
                Baseline::parse(&text)
                    .map_err(|m| Failure::new(format!("{}：{}", path.display(), m.zh), format!("{}: {}", path.display(), m.en)))?
            }
        };
        Ok(Self { path: path.to_owned(), baseline, new })
    }

    /// Whether a finding is known. What nobody may let pass is always told.
    pub(super) fn knows(&self, finding: &Fingerprint, level: Level) -> bool {
        level < Level::Forbid && self.baseline.knows(finding)
    }

    /// Writes what is left, or says that there is less. A check that fails may have seen less than there is, so it takes nothing away.
    pub(super) fn close(self, update: bool, failed: bool, parts: &[Part], console: &mut Console) -> Outcome<()> {
        let packages: Vec<String> = parts.iter().map(|p| p.checked.model.package.to_string()).collect();
        let left = self.baseline.shrunk(&packages, &found(parts).collect());
        let (known, gone) = (left.len(), self.baseline.len() - left.len());
        let path = self.path.display().to_string();
        let (zh, en) = match (self.new, gone, update && !failed) {
            (true, ..) => (format!("基线 {path} 记下 {known} 处"), format!("baseline {path} made, with {known} findings")),
            (false, 0, _) => return Ok(()),
            (false, _, true) => (
                format!("基线 {path} 去掉改好的 {gone} 处，还有 {known} 处"),
                format!("{gone} mended findings taken off baseline {path}; {known} left"),
            ),
            (false, ..) => (
                format!("基线 {path} 里有 {gone} 处已经改好；检查通过以后，--update-baseline 把它们去掉"),
                format!("{gone} findings of baseline {path} are mended; once the check passes, --update-baseline takes them off"),
            ),
        };
        if self.new || (update && !failed) {
            let text = left.text().map_err(|m| Failure::new(m.zh, m.en))?;
            write::whole(&self.path, text.as_bytes())?;
        }
        let line = console.say(&zh, &en).to_owned();
        console.note(&line);
        Ok(())
    }
}

/// All that is found and may be known.
fn found(parts: &[Part]) -> impl Iterator<Item = Fingerprint> {
    let one = |p: &Part| -> BTreeSet<Fingerprint> {
        let levels = p.checked.diagnostics.iter().map(|d| d.level);
        p.prints.iter().zip(levels).filter(|(_, level)| *level < Level::Forbid).map(|(print, _)| print.clone()).collect()
    };
    parts.iter().flat_map(one).collect::<Vec<_>>().into_iter()
}

//! 取自: the file of the package that a text names.

use super::codes::names::BAD_IMPORT;
use super::cx::Cx;
use super::expr::text::plain;
use super::scope::FileIx;
use crate::base::{Diagnostic, FileId};
use crate::syntax::ast::Text;

impl Cx<'_> {
    /// The text file that 取自 names; what names none is reported, and a file that is no text was already.
    pub(crate) fn taken(&mut self, text: &Text) -> Option<FileId> {
        let name = plain(text);
        let FileIx(at) = self.file;
        let scope = self.env.scopes.files.get(at)?;
        let tables = self.env.scopes.packages.get(scope.package).map(|p| p.tables.as_slice()).unwrap_or_default();
        match tables.iter().find(|t| t.name == name && t.origin == scope.origin) {
            Some(table) => table.text.then_some(table.id),
            None => {
                self.report(missing(text, &name));
                None
            }
        }
    }
}

fn missing(text: &Text, name: &str) -> Diagnostic {
    if outside(name) {
        let (zh, en) = (format!("“{name}”不在脚本包的文件夹里"), format!("`{name}` lies outside the package's folder"));
        return Diagnostic::new(&BAD_IMPORT, text.span, zh, en).label("读不到外面去", "not read from outside").help(
            "把文件放进脚本包的文件夹，只写它在里面的路，例如 “词表/禁语.csv”。",
            "Put the file into the package's folder and write its path from there, such as “lists/forbidden.csv”.",
        );
    }
    Diagnostic::new(&BAD_IMPORT, text.span, format!("找不到要取的文件“{name}”"), format!("the file `{name}` cannot be found"))
        .label("没有这个文件", "no such file")
        .help(
            "文件放在脚本包的文件夹里，名字连同后面的 .csv 和大小写都要写对。",
            "The file lies in the package's folder; its name, ending and case included, is spelled as it is there.",
        )
}

/// Whether a name leads out of the package's folder.
fn outside(name: &str) -> bool {
    name.starts_with(['/', '\\']) || name.contains(':') || name.split(['/', '\\']).any(|part| part == "..")
}

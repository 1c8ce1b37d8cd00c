//! Files are written whole or not at all.

use super::failure::Failure;
use std::io::Write;
use std::path::Path;

/// Puts `bytes` in place of the file at `path`, through a temporary file beside it.
pub(crate) fn whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fail = |e: &std::io::Error| Failure::file(path, e, "写不了", "cannot write");
    // A link is followed, so that the file it names is replaced and not the link.
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(|e| fail(&e))?;
    temporary.write_all(bytes).map_err(|e| fail(&e))?;
    permissions(&target, &temporary).map_err(|e| fail(&e))?;
    temporary.persist(&target).map_err(|e| fail(&e.error))?;
    Ok(())
}

/// A temporary file is private; the new file gets what the old one had, or what any new file has.
fn permissions(target: &Path, temporary: &tempfile::NamedTempFile) -> std::io::Result<()> {
    match std::fs::metadata(target) {
        Ok(old) => temporary.as_file().set_permissions(old.permissions()),
        Err(_) => readable(temporary),
    }
}

#[cfg(unix)]
fn readable(temporary: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    temporary.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

//! What is printed and written: logs, progress, and files that appear whole or not at all.
#![expect(clippy::disallowed_methods, reason = "this module is where files are written")]

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::{Common, LogFormat, LogLevel, WriteError};

/// Sets up logs and error pages.
pub fn init(common: &Common) {
    let level = match common.log_level {
        _ if common.quiet => LevelFilter::ERROR,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    let color = !common.no_color && std::env::var_os("NO_COLOR").is_none() && io::stderr().is_terminal();
    let logs =
        tracing_subscriber::fmt().with_max_level(level).with_writer(io::stderr).with_ansi(color).with_target(false);
    // A second call, as tests in one process may make, keeps the first setting.
    // Only our own lines in detail: a library's could hold what is sent.
    let ours = Targets::new().with_default(level.min(LevelFilter::WARN)).with_target("dengbao", level);
    let _ = match common.log_format {
        LogFormat::Text => logs.without_time().finish().with(ours).try_init(),
        LogFormat::Json => logs.json().finish().with(ours).try_init(),
    };
    let _ = miette::set_hook(Box::new(move |_| {
        let theme = if color { miette::GraphicalTheme::unicode() } else { miette::GraphicalTheme::unicode_nocolor() };
        Box::new(miette::MietteHandlerOpts::new().graphical_theme(theme).width(100).context_lines(1).build())
    }));
}

/// Prints a line on standard output. A reader that went away, as `head` does, is no error.
pub fn say(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

/// Text from files as it may be printed on a terminal: no control sequences, no reordering.
pub fn clean(text: &str) -> String {
    crate::render::visible(text).replace(['\n', '\r'], " ")
}

/// A bar on a terminal, nothing elsewhere.
pub fn bar(common: &Common, total: u64, what: &str) -> ProgressBar {
    let bar = ProgressBar::new(total);
    let shown = !common.quiet && !common.no_color && io::stderr().is_terminal();
    bar.set_draw_target(if shown { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() });
    if let Ok(style) = ProgressStyle::with_template("{msg:30!} [{bar:30}] {bytes}/{total_bytes} {eta}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(what.to_owned());
    bar
}

/// A spinner on a terminal, nothing elsewhere.
pub fn spinner(common: &Common, what: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    let shown = !common.quiet && !common.no_color && io::stderr().is_terminal();
    bar.set_draw_target(if shown { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() });
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    bar
}

/// A file under a temporary name, beside its final one. Dropped without [`Pending::keep`], it is removed.
pub struct Pending {
    target: PathBuf,
    temporary: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Pending {
    /// Begins a file.
    pub fn create(target: &Path) -> Result<Pending, WriteError> {
        let temporary = temporary_name(target);
        let file = File::create(&temporary).map_err(|source| failed(target, source))?;
        Ok(Pending { target: target.to_owned(), temporary, file: Some(BufWriter::with_capacity(256 << 10, file)) })
    }

    /// Writes a whole file under its temporary name.
    pub fn whole(target: &Path, bytes: &[u8]) -> Result<Pending, WriteError> {
        let mut pending = Pending::create(target)?;
        pending.write_all(bytes).map_err(|source| failed(target, source))?;
        Ok(pending)
    }

    /// Writes a whole file that only its owner may read, without copies of it in buffers.
    pub fn secret(target: &Path, bytes: &[u8]) -> Result<Pending, WriteError> {
        let temporary = temporary_name(target);
        // What an interrupted run of the same number left behind.
        let _ = fs::remove_file(&temporary);
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&temporary).map_err(|source| failed(target, source))?;
        let mut pending =
            Pending { target: target.to_owned(), temporary, file: Some(BufWriter::with_capacity(0, file)) };
        pending.write_all(bytes).map_err(|source| failed(target, source))?;
        Ok(pending)
    }

    /// Gives the file its final name, unless something has that name already.
    pub fn keep_new(mut self) -> Result<PathBuf, WriteError> {
        if let Some(mut file) = self.file.take() {
            file.flush().map_err(|source| failed(&self.target, source))?;
        }
        match fs::hard_link(&self.temporary, &self.target) {
            Ok(()) => Ok(self.target.clone()),
            Err(source) if source.kind() == io::ErrorKind::AlreadyExists => Err(failed(&self.target, source)),
            // A file system without links: there, two runs at the same moment cannot be told apart.
            Err(_) if self.target.symlink_metadata().is_ok() => {
                Err(failed(&self.target, io::ErrorKind::AlreadyExists.into()))
            }
            Err(_) => self.keep(),
        }
    }

    /// Gives the file its final name.
    pub fn keep(mut self) -> Result<PathBuf, WriteError> {
        if let Some(mut file) = self.file.take() {
            file.flush().map_err(|source| failed(&self.target, source))?;
        }
        fs::rename(&self.temporary, &self.target).map_err(|source| failed(&self.target, source))?;
        Ok(self.target.clone())
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(bytes.len()), |f| f.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Seek for Pending {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.as_mut().map_or(Ok(0), |f| f.seek(to))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.file.take();
        // After `keep` the temporary name is gone already.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Makes a folder for output.
pub fn folder(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(|source| failed(path, source))
}

/// Takes back a file that was written in this run.
pub fn remove(path: &Path) {
    // What cannot be removed is seen by the user, who is told of the error that led here.
    let _ = fs::remove_file(path);
}

fn temporary_name(target: &Path) -> PathBuf {
    let name = target.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    target.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn failed(path: &Path, source: io::Error) -> WriteError {
    WriteError { path: path.display().to_string(), source }
}

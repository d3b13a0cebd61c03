//! Edge: the data files that are compiled in, and the user's folders that replace them one by one.
#![expect(clippy::disallowed_methods, reason = "this module is where files are read")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use miette::Diagnostic;
use sha2::{Digest, Sha256};

use crate::catalog::{
    Attestation, Catalogue, DataError, Document, Exception, Framework, Mapping, Origin, Shelf, SourceMap, Terms,
};
use crate::import::hex;

static FRAMEWORKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/frameworks");
static MAPPINGS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/mappings");
static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Where data files are looked for: the user's folder first, then what is compiled in. A file replaces another whole.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// `--frameworks DIR`.
    pub frameworks: Option<PathBuf>,
    /// `--mappings DIR`.
    pub mappings: Option<PathBuf>,
    /// `--templates DIR`.
    pub templates: Option<PathBuf>,
    /// The only frameworks and mappings there are, and templates that replace built-in ones, by `folder/name`: what a
    /// pack carries.
    pub pinned: Option<Arc<BTreeMap<String, DataFile>>>,
}

/// A data file that cannot be used.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum LibraryError {
    /// The file cannot be read.
    #[error("{path} cannot be read")]
    #[diagnostic(help("check the path and its permissions; the file must be UTF-8"))]
    Io {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file has mistakes.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Data(#[from] DataError),
    /// No file defines it.
    #[error("there is no framework `{id}`")]
    #[diagnostic(help("{help}"))]
    NoFramework {
        /// What was asked for.
        id: String,
        /// What there is.
        help: String,
    },
    /// A framework has no mapping file.
    #[error("there is no mapping file for the framework `{id}`")]
    #[diagnostic(help("write mappings/{id}.yaml; a framework without checks lists every control under `manual`"))]
    NoMapping {
        /// The catalogue.
        id: String,
    },
}

/// A data file's text and where it came from.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// The text.
    pub text: String,
    /// Where it came from.
    pub origin: Origin,
}

impl Library {
    /// A library of nothing but these files, by `folder/name`; templates that are not among them are the built-in ones.
    pub fn of(files: BTreeMap<String, DataFile>) -> Library {
        Library { pinned: Some(Arc::new(files)), ..Library::default() }
    }

    /// A data file as it is, by folder (`frameworks`, `mappings`, `templates`) and name.
    pub fn raw(&self, folder: &str, name: &str) -> Result<Option<DataFile>, LibraryError> {
        let (embedded, user) = match folder {
            "frameworks" => (&FRAMEWORKS, &self.frameworks),
            "mappings" => (&MAPPINGS, &self.mappings),
            _ => (&TEMPLATES, &self.templates),
        };
        if let Some(pinned) = &self.pinned {
            let found = pinned.get(&format!("{folder}/{name}"));
            if found.is_some() || folder != "templates" {
                return Ok(found.cloned());
            }
        }
        file(embedded, folder, user.as_deref(), name)
    }

    /// Ids of all catalogues, sorted.
    pub fn catalogue_ids(&self) -> Result<Vec<String>, LibraryError> {
        if let Some(pinned) = &self.pinned {
            let id = |path: &String| Some(path.strip_prefix("frameworks/")?.strip_suffix(".yaml")?.to_owned());
            return Ok(pinned.keys().filter_map(id).collect());
        }
        Ok(names(&FRAMEWORKS, self.frameworks.as_deref(), "yaml")?.into_iter().collect())
    }

    /// Reads a catalogue.
    pub fn catalogue(&self, id: &str) -> Result<Catalogue, LibraryError> {
        let file = self.raw("frameworks", &format!("{id}.yaml"))?.ok_or_else(|| LibraryError::NoFramework {
            id: id.to_owned(),
            help: "see `dengbao frameworks list`".into(),
        })?;
        let doc = Document::parse(&file.origin.path, &file.text)?;
        Ok(Catalogue::parse(&doc, id, file.origin)?)
    }

    /// Finds the catalogue whose profile has this id, and the framework it selects.
    pub fn framework(&self, id: &str) -> Result<(Catalogue, Framework), LibraryError> {
        let mut ids = self.catalogue_ids()?;
        // The likeliest first, so that one report does not read every file: `mlps-l3` is in `mlps`, `cis-2.0` in `cis-…`.
        let likely = |catalogue: &String| {
            let word = catalogue.split('-').next().unwrap_or_default();
            !(id == catalogue || id.starts_with(&format!("{word}-")) || id == word)
        };
        ids.sort_by_key(likely);
        let mut known = Vec::new();
        for catalogue_id in ids {
            let catalogue = self.catalogue(&catalogue_id)?;
            if let Some(framework) = catalogue.framework(id) {
                return Ok((catalogue, framework));
            }
            known.extend(catalogue.profiles.iter().map(|p| p.id.clone()));
        }
        known.sort();
        let near = crate::catalog::yaml::nearest(id, known.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `{near}`? There are: {}", known.join(", ")),
            None => format!("there are: {}; or an MLPS grade such as mlps-s3a2g3", known.join(", ")),
        };
        Err(LibraryError::NoFramework { id: id.to_owned(), help })
    }

    /// Reads the mapping of a catalogue.
    pub fn mapping(&self, catalogue: &Catalogue) -> Result<Mapping, LibraryError> {
        let name = format!("{}.yaml", catalogue.id);
        let file = self.raw("mappings", &name)?.ok_or_else(|| LibraryError::NoMapping { id: catalogue.id.clone() })?;
        let doc = Document::parse(&file.origin.path, &file.text)?;
        Ok(Mapping::parse(&doc, catalogue, file.origin)?)
    }

    /// Catalogues with their mappings.
    pub fn shelf(&self, ids: &[String]) -> Result<Shelf, LibraryError> {
        let mut shelf = Shelf::default();
        for id in ids {
            let catalogue = self.catalogue(id)?;
            let mapping = self.mapping(&catalogue)?;
            shelf.catalogues.push((catalogue, mapping));
        }
        Ok(shelf)
    }

    /// Every catalogue there is.
    pub fn whole_shelf(&self) -> Result<Shelf, LibraryError> {
        self.shelf(&self.catalogue_ids()?)
    }

    /// Sets how long statements may stand. Only exceptions that name controls without a check need catalogues for it.
    pub fn limit(
        &self,
        attestations: &mut [Attestation],
        exceptions: &mut [Exception],
        terms: &Terms,
    ) -> Result<(), LibraryError> {
        for attestation in attestations {
            attestation.limit(terms);
        }
        let mut needed = self.catalogue_ids()?;
        let open: Vec<&Exception> = exceptions.iter().filter(|e| e.check.is_none()).collect();
        if open.iter().all(|e| e.framework.is_some()) {
            needed.retain(|id| open.iter().any(|e| e.framework.as_deref() == Some(id)));
        }
        let shelf = self.shelf(&needed)?;
        for exception in exceptions {
            exception.limit(shelf.worst(exception), terms);
        }
        Ok(())
    }

    /// Names of all source maps, sorted.
    pub fn source_names(&self) -> Result<Vec<String>, LibraryError> {
        let user = self.mappings.as_ref().map(|m| m.join("sources"));
        let embedded = MAPPINGS.get_dir("sources");
        let mut all = BTreeSet::new();
        if let Some(dir) = embedded {
            all.extend(embedded_stems(dir, "yaml"));
        }
        if let Some(dir) = user.filter(|d| d.is_dir()) {
            all.extend(folder_stems(&dir, "yaml")?);
        }
        Ok(all.into_iter().collect())
    }

    /// Reads what is known of another tool's checks.
    pub fn source_map(&self, tool: &str) -> Result<SourceMap, LibraryError> {
        let name = format!("sources/{tool}.yaml");
        let file = self.raw("mappings", &name)?.ok_or_else(|| LibraryError::NoMapping { id: name.clone() })?;
        let doc = Document::parse(&file.origin.path, &file.text)?;
        Ok(SourceMap::parse(&doc, file.origin)?)
    }

    /// Names of all templates with their folders, sorted.
    pub fn template_names(&self) -> Vec<String> {
        fn walk(dir: &Dir<'_>, all: &mut Vec<String>) {
            for file in dir.files() {
                if let Some(path) = file.path().to_str() {
                    all.push(path.to_owned());
                }
            }
            for below in dir.dirs() {
                walk(below, all);
            }
        }
        let mut all = Vec::new();
        walk(&TEMPLATES, &mut all);
        all.sort();
        all
    }

    /// Reads a template.
    pub fn template(&self, name: &str) -> Result<Option<DataFile>, LibraryError> {
        self.raw("templates", name)
    }

    /// The template that is compiled in, also where the user's folder replaces it.
    pub fn builtin_template(&self, name: &str) -> Option<&'static str> {
        TEMPLATES.get_file(name)?.contents_utf8()
    }
}

/// Reads a file of the user's.
pub fn user_file(path: &Path) -> Result<DataFile, LibraryError> {
    let bytes = fs::read(path).map_err(|source| LibraryError::Io { path: path.display().to_string(), source })?;
    let sha256 = hex(&Sha256::digest(&bytes));
    let text = String::from_utf8(bytes).map_err(|e| LibraryError::Io {
        path: path.display().to_string(),
        source: std::io::Error::new(std::io::ErrorKind::InvalidData, e),
    })?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(DataFile { text, origin: Origin { path: path.display().to_string(), sha256 } })
}

fn file(embedded: &Dir<'_>, folder: &str, user: Option<&Path>, name: &str) -> Result<Option<DataFile>, LibraryError> {
    if let Some(path) = user.map(|dir| dir.join(name)).filter(|p| p.exists()) {
        return user_file(&path).map(Some);
    }
    Ok(embedded.get_file(name).and_then(|f| Some((f, f.contents_utf8()?))).map(|(f, text)| DataFile {
        text: text.to_owned(),
        origin: Origin { path: format!("embedded:{folder}/{name}"), sha256: hex(&Sha256::digest(f.contents())) },
    }))
}

fn names(embedded: &Dir<'_>, user: Option<&Path>, extension: &str) -> Result<BTreeSet<String>, LibraryError> {
    let mut all: BTreeSet<String> = embedded_stems(embedded, extension).into_iter().collect();
    if let Some(dir) = user {
        all.extend(folder_stems(dir, extension)?);
    }
    Ok(all)
}

fn embedded_stems(dir: &Dir<'_>, extension: &str) -> Vec<String> {
    dir.files().filter_map(|f| stem(f.path(), extension)).collect()
}

fn folder_stems(dir: &Path, extension: &str) -> Result<Vec<String>, LibraryError> {
    let fail = |source| LibraryError::Io { path: dir.display().to_string(), source };
    let mut stems = Vec::new();
    for entry in fs::read_dir(dir).map_err(fail)? {
        stems.extend(stem(&entry.map_err(fail)?.path(), extension));
    }
    Ok(stems)
}

fn stem(path: &Path, extension: &str) -> Option<String> {
    (path.extension()? == extension).then(|| path.file_stem()?.to_str().map(str::to_owned)).flatten()
}

//! What a pack is made from, read out of its own files.

use std::collections::BTreeMap;

use super::archive::Files;
use super::{History, PackError, Spec, layout};
use crate::catalog::{
    Attestation, DataError, Document, Exception, Organisation, Origin, System, parse_attestations, parse_exceptions,
};
use crate::data::{DataFile, Library};
use crate::import::sha256;
use crate::rulebook::Rulebook;

/// What a pack is made from.
pub struct Material {
    /// What was asked for.
    pub spec: Spec,
    /// The organisation, as the reports of the system show it.
    pub organisation: Organisation,
    /// All systems.
    pub systems: Vec<System>,
    /// The system of the pack.
    pub system: Option<System>,
    /// Attestations.
    pub attestations: Vec<Attestation>,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// Frameworks, mappings and templates.
    pub rules: Rulebook,
    /// Origins of statements, organisation and changed templates.
    pub origins: Vec<Origin>,
    /// Paths of the files with evidence, in the order of reading.
    pub sources: Vec<String>,
    /// Earlier periods.
    pub history: History,
}

fn text<'f>(path: &str, files: &'f Files) -> Result<&'f str, PackError> {
    let bytes = files.get(path).ok_or_else(|| PackError::Missing(path.to_owned()))?;
    let text = std::str::from_utf8(bytes).map_err(|_| PackError::Broken(path.to_owned(), "not UTF-8 text".into()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn origin(path: &str, files: &Files) -> Origin {
    Origin { path: path.to_owned(), sha256: files.get(path).map(|bytes| sha256(bytes)).unwrap_or_default() }
}

impl Material {
    /// Reads a pack's inputs.
    ///
    /// # Errors
    /// A file is missing or has mistakes.
    pub fn read(files: &Files) -> Result<Material, PackError> {
        let json = |path: &str, e: serde_json::Error| PackError::Broken(path.to_owned(), e.to_string());
        let spec = Spec::of(files)?;
        if spec.dengbao_pack != super::FORM {
            return Err(PackError::Form(spec.dengbao_pack));
        }
        let mut problems = Vec::new();
        let mut origins = Vec::new();
        let mut attestations: Vec<Attestation> = Vec::new();
        let mut exceptions: Vec<Exception> = Vec::new();
        let mut organisation = Organisation::default();
        let mut read =
            |path: &str, take: &mut dyn FnMut(&Document) -> Result<(), DataError>| -> Result<(), PackError> {
                let parsed = Document::parse(path, text(path, files)?).and_then(|doc| take(&doc));
                problems.extend(parsed.err().into_iter().flat_map(|e| e.problems));
                origins.push(origin(path, files));
                Ok(())
            };
        for path in layout::under(files, layout::ATTESTATIONS).filter(|p| is_statements(p, "attestations.yaml")) {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            read(path, &mut |doc| {
                let mut list = parse_attestations(doc)?;
                cite(&mut list, folder, files);
                attestations.extend(list);
                Ok(())
            })?;
        }
        for path in layout::under(files, layout::EXCEPTIONS).filter(|p| is_statements(p, "exceptions.yaml")) {
            read(path, &mut |doc| parse_exceptions(doc).map(|list| exceptions.extend(list)))?;
        }
        if files.contains_key(layout::ORGANISATION) {
            read(layout::ORGANISATION, &mut |doc| Organisation::parse(doc).map(|o| organisation = o))?;
        }
        if !problems.is_empty() {
            return Err(PackError::Data(DataError { problems }));
        }
        let systems = organisation.systems.clone();
        let system = match &spec.system {
            None => None,
            Some(id) => Some(organisation.find_system(id).cloned().ok_or_else(|| PackError::NoSystem(id.clone()))?),
        };
        if let Some(system) = &system {
            organisation = organisation.of_system(system);
        }
        let mut data = BTreeMap::new();
        for path in layout::under(files, layout::DATA) {
            let name = path.strip_prefix(layout::DATA).unwrap_or(path).trim_start_matches('/').to_owned();
            data.insert(name, DataFile { text: text(path, files)?.to_owned(), origin: origin(path, files) });
        }
        let library = Library::of(data);
        library.limit(&mut attestations, &mut exceptions, &organisation.terms())?;
        origins.extend(
            layout::under(files, layout::ATTESTATIONS)
                .filter(|p| !is_statements(p, "attestations.yaml"))
                .map(|p| origin(p, files)),
        );
        let history = match files.contains_key(layout::HISTORY) {
            true => serde_json::from_str(text(layout::HISTORY, files)?).map_err(|e| json(layout::HISTORY, e))?,
            false => History::default(),
        };
        Ok(Material {
            rules: Rulebook::open(&library, &spec.frameworks)?,
            sources: layout::under(files, layout::SOURCES).map(str::to_owned).collect(),
            spec,
            organisation,
            systems,
            system,
            attestations,
            exceptions,
            origins,
            history,
        })
    }
}

/// Digests of the files that attestations cite, as they lie in the pack; `pack` has made sure that they are those meant.
fn cite(list: &mut [Attestation], folder: &str, files: &Files) {
    for file in list.iter_mut().flat_map(|a| &mut a.files) {
        let found = files.get(&format!("{folder}/{}", file.path));
        file.sha256 = found.map(|bytes| sha256(bytes)).or(file.sha256.take());
        file.bytes = found.map(|bytes| bytes.len() as u64);
    }
}

/// `04-attestations/attestations.yaml`, or one of several: `04-attestations/2/attestations.yaml`.
fn is_statements(path: &str, name: &str) -> bool {
    path.rsplit('/').next() == Some(name) && path.split('/').count() <= 3
}

//! Findings go to several tables at once, each written on a thread of its own: tables are most of the work of a large pack.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

use super::PackError;
use crate::domain::Finding;

/// Findings handed over together.
const BATCH: usize = 1024;

/// Batches that may wait for a slow writer; then the reader waits too, so that memory stays bounded.
const WAITING: usize = 4;

type Batch = Arc<Vec<Finding>>;

/// Where findings are handed out.
#[derive(Default)]
pub(super) struct Fan {
    batch: Vec<Finding>,
    writers: Vec<SyncSender<Batch>>,
}

/// A table that is being written.
pub(super) struct Writing<'scope, T>(ScopedJoinHandle<'scope, Result<T, PackError>>);

impl<T> Writing<'_, T> {
    /// Waits for the table.
    ///
    /// # Errors
    /// What stopped its writer.
    pub(super) fn done(self) -> Result<T, PackError> {
        self.0.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

impl Fan {
    /// Adds a table, written by `write` finding by finding and closed by `finish`.
    pub(super) fn add<'scope, T, U, W, F>(
        &mut self,
        scope: &'scope Scope<'scope, '_>,
        mut table: T,
        mut write: W,
        finish: F,
    ) -> Writing<'scope, U>
    where
        T: Send + 'scope,
        U: Send + 'scope,
        W: FnMut(&mut T, &Finding) -> Result<(), PackError> + Send + 'scope,
        F: FnOnce(T) -> Result<U, PackError> + Send + 'scope,
    {
        let (sender, batches): (SyncSender<Batch>, Receiver<Batch>) = sync_channel(WAITING);
        self.writers.push(sender);
        Writing(scope.spawn(move || {
            for batch in batches {
                batch.iter().try_for_each(|finding| write(&mut table, finding))?;
            }
            finish(table)
        }))
    }

    /// Hands a finding out.
    pub(super) fn write(&mut self, finding: &Finding) {
        self.batch.push(finding.clone());
        if self.batch.len() >= BATCH {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let batch = Arc::new(std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH)));
        for writer in &self.writers {
            // A writer that failed has gone; its error comes when its table is waited for.
            let _ = writer.send(Arc::clone(&batch));
        }
    }

    /// Hands out what is left. Writers see that nothing more comes.
    pub(super) fn finish(mut self) {
        self.flush();
    }
}

//! Waking up when something was committed, here or by another process.

use crate::commit::CHANNEL;
use crate::db::Store;
use sqlx::postgres::PgListener;
use std::time::Duration;

/// Waits for commits. A wake that is missed costs only the longest wait: the table of changes is the truth.
pub struct Follower {
    store: Store,
    listener: Option<PgListener>,
}

impl Follower {
    /// Listens from now on.
    #[must_use]
    pub const fn new(store: Store) -> Self {
        Self { store, listener: None }
    }

    /// Returns after a commit or after `longest`, whichever is first.
    pub async fn wait(&mut self, longest: Duration) {
        if self.listener.is_none() {
            self.listener = self.listen().await.ok();
        }
        let Some(listener) = &mut self.listener else { return tokio::time::sleep(longest).await };
        if let Ok(Err(error)) = tokio::time::timeout(longest, listener.recv()).await {
            tracing::debug!(%error, "not listening to commits");
            self.listener = None;
        }
    }

    async fn listen(&self) -> Result<PgListener, sqlx::Error> {
        let mut listener = PgListener::connect_with(self.store.writer()).await?;
        listener.listen(CHANNEL).await?;
        Ok(listener)
    }
}

//! `misto serve`.

use super::{ServeArgs, demo, registers};
use crate::context::{Database, Declared};
use crate::http::state::{Inner, follow};
use crate::http::{App, export, listen, print, router, tiles};
use anyhow::{Context as _, bail};
use arc_swap::ArcSwap;
use gis_core::city::OUTSIDE_MARGIN_M;
use gis_core::crs::LocalMap;
use gis_core::derive::dataset::Publication;
use gis_core::policy::{Actor, Audience};
use gis_core::text::Text;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Memory of finished tiles, bytes.
const TILE_CACHE_BYTES: u64 = 256 * 1024 * 1024;
/// Counts remembered.
const COUNTS: u64 = 10_000;
/// Registers whose extent and dates are remembered, a version each.
const FACTS: u64 = 1_000;
/// Tiles encoded at once.
const ENCODERS: usize = 2;
/// How often days that end are looked for.
const CALENDAR_EVERY: Duration = Duration::from_secs(600);

/// Serves until told to stop.
pub async fn run(declared: Declared, args: ServeArgs) -> anyhow::Result<ExitCode> {
    logs();
    let actor = actor(&declared, &args)?;
    step("database");
    let database = declared.database().await?;
    let served = serve(&declared, &database, &args, actor).await;
    step("stopping");
    database.stop().await?;
    served.map(|()| ExitCode::SUCCESS)
}

fn logs() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("MISTO_LOG").unwrap_or_else(|_| "warn".into());
    // A second subscriber is no fault: tests may have set one.
    let _ = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

fn step(name: &str) {
    eprintln!("misto: {name} …");
}

fn actor(declared: &Declared, args: &ServeArgs) -> anyhow::Result<Actor> {
    if args.audience == "anonymous" {
        return Ok(Actor::anonymous());
    }
    if !declared.settings.server.listen.ip().is_loopback() {
        bail!("--as official shows what is not public: it is only allowed when [server] listen is a loopback address");
    }
    Ok(Actor { audience: Audience::Official, name: "local official".to_owned() })
}

async fn serve(declared: &Declared, database: &Database, args: &ServeArgs, actor: Actor) -> anyhow::Result<()> {
    if args.prepare {
        step("registers");
        registers::bring_up_to_date(declared, database).await?;
    } else {
        registers::require_up_to_date(declared, database).await?;
    }
    let store = declared.store(database, Some(actor.audience))?;
    store::batch::sweep(&store).await?;
    if args.prepare && store.is_empty().await? {
        step("demonstration city");
        demo::fill(declared, &store, args.demo.size).await?;
    }
    store.close_expired().await?;
    store.warm().await;
    let listen_at = declared.settings.server.listen;
    let listener = TcpListener::bind(listen_at)
        .await
        .with_context(|| format!("{listen_at} cannot be listened on; set MISTO_LISTEN"))?;
    let app = app(declared, store.clone(), actor).await?;
    let background = [
        tokio::spawn(follow(app.clone(), store.sequence().await?)),
        tokio::spawn(calendar(store.clone())),
        tokio::spawn(Database::watch(database.cluster(), store.clone())),
    ];
    welcome(listener.local_addr()?);
    listen::serve(listener, router(app), stopped()).await;
    background.iter().for_each(tokio::task::JoinHandle::abort);
    store.close().await;
    Ok(())
}

async fn app(declared: &Declared, store: Store, actor: Actor) -> anyhow::Result<App> {
    let server = &declared.settings.server;
    let center = declared.settings.city.center;
    let reach = declared.city.bounds.buffered(OUTSIDE_MARGIN_M);
    let mut versions = BTreeMap::new();
    for (register, seq) in store.versions().await? {
        versions.insert(register, seq);
    }
    Ok(App::new(Inner {
        map: LocalMap::fit(declared.city.transformer, declared.city.storage, &reach)?,
        store,
        actor,
        public_url: server.public_url.as_ref().map(|url| url.as_str().trim_end_matches('/').to_owned()),
        view: [center.longitude, center.latitude, declared.settings.city.zoom.get()],
        contact: declared.settings.city.contact_email.as_ref().map(|email| email.as_str().to_owned()),
        publication: publication(&declared.settings.city),
        languages: declared.settings.city.languages.iter().map(|language| language.tag()).collect(),
        viewer: server.viewer.clone(),
        timeout: Duration::from_secs(u64::from(server.request_timeout_s.get())),
        slots: Arc::new(Semaphore::new(server.max_concurrent.get() as usize)),
        encoders: Arc::new(Semaphore::new(ENCODERS)),
        exports: Arc::new(Semaphore::new(export::EXPORTS)),
        renders: Arc::new(Semaphore::new(print::RENDERS)),
        fonts: fonts(&server.fonts),
        tiles: tiles::cache(TILE_CACHE_BYTES),
        counts: moka::future::Cache::new(COUNTS),
        facts: moka::future::Cache::new(FACTS),
        versions: ArcSwap::from_pointee(versions),
        metrics: PrometheusBuilder::new().install_recorder()?,
    }))
}

/// A portal without printed maps is better than none.
fn fonts(folder: &Path) -> Option<Arc<print::Fonts>> {
    print::Fonts::read(folder).map(Arc::new).inspect_err(|error| tracing::warn!(%error, "no map can be printed")).ok()
}

fn publication(city: &crate::settings::City) -> Publication {
    let publisher = city.publisher.as_ref().unwrap_or(&city.title);
    Publication {
        publisher: Text::new(publisher.uk.clone(), publisher.en.clone()),
        publisher_code: city.publisher_code.as_ref().map(|code| code.as_str().to_owned()),
        licence: city.licence.as_str().to_owned(),
        contact: city.contact_email.as_ref().map(|email| email.as_str().to_owned()),
    }
}

/// Whoever started the program may have stopped listening; that is no reason to stop serving.
fn welcome(address: std::net::SocketAddr) {
    use std::io::Write as _;
    let mut out = std::io::stdout();
    let _ = writeln!(out, "Misto: http://{address}");
    let _ = writeln!(out, "  try: curl http://{address}/search?q=Соборності   ogrinfo -ro OAPIF:http://{address}/ogc");
}

/// A date that comes is a change that a job commits.
async fn calendar(store: Store) {
    loop {
        tokio::time::sleep(CALENDAR_EVERY).await;
        if let Err(error) = store.close_expired().await {
            tracing::warn!(%error, "ended features could not be closed");
        }
    }
}

/// Ctrl-C or SIGTERM.
async fn stopped() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

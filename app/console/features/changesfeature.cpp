#include "features/changesfeature.h"

#include "changes/changesview.h"
#include "mainwindow.h"
#include "shell/pagestack.h"
#include "slotileorder.h"
#include "workspace.h"

#include <algorithm>

namespace qd {

namespace {

const PageId &changesPage()
{
    static const PageId id(QStringLiteral("changes"));
    return id;
}

QList<SloTile> shownTiles(const SloStore &store)
{
    QList<SloTile> tiles;
    for (const SloId &id : store.ids())
        if (const SloTile *tile = store.tile(id))
            tiles.append(*tile);
    return worstFirst(tiles);
}

} // namespace

ChangesFeature::ChangesFeature(Workspace &workspace, MainWindow &window) : m_workspace(workspace), m_window(window)
{
    window.addDestination(changesPage(), [this] { return makeView(); }, QStringLiteral("calendar-time"), tr("Changes"), QChar(u'E'));
    const auto refreshIfShown = [this] {
        if (isShown())
            refresh();
    };
    connect(&workspace.changes, &ChangeStore::changed, this, refreshIfShown);
    connect(&workspace.changes, &ChangeStore::healthChanged, this, [this] {
        if (isShown())
            refreshHealth();
    });
    connect(&workspace.tiles, &SloStore::tileChanged, this, [this](const SloId &id) {
        if (isShown() && id == ranking())
            refresh();
    });
    connect(&window.pages(), &PageStack::pageChanged, this, refreshIfShown);
    connect(&workspace.navigator, &Navigator::changesRequested, this, &ChangesFeature::openFor);
    connect(&workspace.navigator, &Navigator::changeRequested, this, &ChangesFeature::openAt);
    addCommands();
}

ChangesFeature::~ChangesFeature() { delete m_view; } // it reads our model

void ChangesFeature::addCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    commands.add({CommandId(QStringLiteral("changes.show")), tr("What changed"), tr("Navigate"), {QKeySequence(QStringLiteral("C"))}, QStringLiteral("calendar-time")},
                 this, [this] { emit m_workspace.navigator.changesRequested(SloId()); });
    commands.addHint({changesPage(), tr("Changes"), tr("Up and Down"), tr("Choose a change")});
    commands.addHint({changesPage(), tr("Changes"), QStringLiteral("Enter"), tr("Go where it can be looked into")});
}

ChangesView *ChangesFeature::makeView()
{
    m_view = new ChangesView(m_workspace.theme, m_workspace.clock, m_model);
    connect(m_view, &ChangesView::sloChosen, this, [this](const SloId &id) {
        m_slo = id;
        refresh();
    });
    connect(m_view, &ChangesView::orderChosen, this, &ChangesFeature::refresh);
    connect(m_view, &ChangesView::openRequested, this, &ChangesFeature::follow);
    connect(m_view, &ChangesView::retryRequested, this, [this] {
        if (m_account)
            m_account->changes().refresh();
    });
    refresh();
    return m_view;
}

void ChangesFeature::attach(WatchedAccount &account)
{
    m_account = &account;
    m_slo = {};
}

bool ChangesFeature::isShown() const { return m_view && m_window.pages().currentPage() == changesPage(); }

SloId ChangesFeature::ranking() const
{
    if (m_workspace.tiles.tile(m_slo))
        return m_slo;
    const QList<SloTile> tiles = shownTiles(m_workspace.tiles);
    return tiles.isEmpty() ? SloId() : tiles.constFirst().id;
}

void ChangesFeature::refresh()
{
    if (!m_view)
        return;
    const QList<SloTile> tiles = shownTiles(m_workspace.tiles);
    const SloTile *tile = m_workspace.tiles.tile(ranking());
    const QList<Change> &changes = m_workspace.changes.changes();
    const auto burn = tile ? burnSpell(tile->definition, tile->series) : std::nullopt;
    QList<RankedChange> ranked = rankChanges(changes, burn, m_workspace.clock.now());
    if (m_view->order() == ChangesView::Order::Time)
        std::ranges::stable_sort(ranked, [](const RankedChange &one, const RankedChange &other) { return one.change.at > other.change.at; });
    m_model.setRows(ranked);
    m_view->setSlos(tiles, ranking());
    if (tile)
        m_view->setSlo(*tile, changes, burn);
    refreshHealth();
}

void ChangesFeature::refreshHealth()
{
    const ChangeStore &changes = m_workspace.changes;
    m_view->setHealth({.isLoaded = changes.isLoaded(), .asOf = changes.asOf(), .errors = changes.errors(), .dropped = changes.dropped()});
}

void ChangesFeature::openFor(const SloId &slo)
{
    m_slo = slo;
    m_window.pages().open(changesPage());
    refresh();
    m_view->selectFirst();
    m_view->setFocus();
}

void ChangesFeature::openAt(const ChangeId &change)
{
    m_window.pages().open(changesPage());
    refresh();
    m_view->selectChange(change);
}

void ChangesFeature::follow(const ChangeId &id)
{
    const Change *change = m_workspace.changes.change(id);
    if (!change)
        return;
    Navigator &navigator = m_workspace.navigator;
    switch (change->kind) {
    case ChangeKind::Policy: emit navigator.policyRequested(ApiId()); return;
    case ChangeKind::Allowlist: emit navigator.allowlistRequested(ApiId()); return;
    case ChangeKind::Chaos: emit navigator.chaosRequested(); return;
    case ChangeKind::Budget: m_window.pages().open(PageId(QStringLiteral("cost"))); return;
    case ChangeKind::Deployment:
    case ChangeKind::SlotSwap:
    case ChangeKind::PromptVersion:
    case ChangeKind::SiteSettings:
    case ChangeKind::Other: emit navigator.rollbackRequested(); return;
    }
}

} // namespace qd

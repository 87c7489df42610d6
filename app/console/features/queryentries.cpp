// Where the query page's texts come from and go to: entries, parameters, saving, history, and values that were seen.
#include "features/askyes.h"
#include "features/queryfeature.h"
#include "mainwindow.h"
#include "query/queryeditor.h"
#include "settings/settings.h"
#include "shell/bannerarea.h"
#include "workspace.h"

namespace qd {

namespace {

CommandId historySwitch() { return CommandId(QStringLiteral("query.history")); }

QString deletedBanner() { return QStringLiteral("queryDeleted"); }

} // namespace

void QueryFeature::openEntry(const QString &key, int section)
{
    if (const auto draft = m_shelf.draft(key, static_cast<QueryTreeModel::Section>(section), schema()))
        m_desk.open(*draft);
}

void QueryFeature::showParameters()
{
    QList<ParameterField> fields;
    for (const query::QueryParameter &parameter : query::readQueryFile({}, m_view->editor().text()).parameters)
        fields.append({.name = parameter.name, .type = columnTypeName(parameter.type), .value = parameter.preset.value_or(QString()), .tip = parameter.label});
    m_view->setParameters(fields);
}

void QueryFeature::record(const QueryTab &tab)
{
    const RunLook &look = tab.look();
    if (look.isFromCache || !m_account)
        return;
    const QString failure = look.phase == RunLook::Phase::Cancelled ? tr("cancelled") : tab.messages().error ? tab.messages().error->message : QString();
    m_shelf.record({.at = look.startedAt, .profile = m_account->profile().name, .name = tab.order().name, .kql = tab.order().kql, .elapsed = look.elapsed, .rows = look.rows,
                    .failure = failure, .requestId = look.requestId});
}

void QueryFeature::wireFiling()
{
    connect(&m_filing, &QueryFiling::failed, this, [this](const Error &error) { notice(StatusTone::Crit, error.message, error.detail); });
    connect(&m_filing, &QueryFiling::noticed, this, [this](const QString &text) { m_view->head().showNotice(text); });
    connect(&m_filing, &QueryFiling::placed, this, [this](const QString &path) { m_view->selectEntry(path, static_cast<int>(QueryTreeModel::Section::Saved)); });
    connect(&m_filing, &QueryFiling::deleted, this, [this](const QString &path) {
        m_view->head().showNotice({});
        m_window.banners().showBanner({.id = deletedBanner(), .tone = StatusTone::Ok, .title = tr("Deleted the query %1").arg(path), .detail = {}, .action = tr("Bring it back")});
    });
    connect(&m_filing, &QueryFiling::broughtBack, this, [this] { m_window.banners().dismiss(deletedBanner()); });
    connect(&m_window.banners(), &BannerArea::actionRequested, this, [this](const QString &id) {
        if (id == deletedBanner())
            m_filing.bringBack();
    });
}

void QueryFeature::addHistoryCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    commands.add({historySwitch(), {}, tr("Query"), {}, QStringLiteral("history")}, this, [this] { keepHistory(!m_workspace.settings.value(keys::queryHistory)); });
    commands.add({CommandId(QStringLiteral("query.clearHistory")), tr("Clear the history of queries"), tr("Query"), {}, QStringLiteral("history")}, this, [this] { askClearHistory(); });
    keepHistory(m_workspace.settings.value(keys::queryHistory));
}

void QueryFeature::keepHistory(bool isKept)
{
    m_workspace.settings.set(keys::queryHistory, isKept);
    m_shelf.setKeepsRuns(isKept);
    m_workspace.commands.setTitle(historySwitch(), isKept ? tr("Keep no history of queries") : tr("Keep a history of queries"));
    if (m_view)
        m_view->head().showNotice(isKept ? tr("Runs are kept for %1 days").arg(QueryHistory::keptDays) : tr("Runs are not kept from now on"));
}

void QueryFeature::askClearHistory()
{
    askYes({.name = QStringLiteral("queryClearDialog"), .title = tr("Clear the history"), .question = tr("Forget every query that was run?\nThis cannot be taken back. Saved queries stay."), .agree = tr("Clear")},
           m_window, this, [this] { clearHistory(); });
}

void QueryFeature::clearHistory()
{
    m_shelf.clearRuns([this](const Result<void> &done) {
        if (!done)
            notice(StatusTone::Crit, done.error().message, done.error().detail);
        else if (m_view)
            m_view->head().showNotice(tr("The history of queries is empty"));
    });
}

void QueryFeature::askValues(const kql::ValueSource &source)
{
    m_wantedValues = source;
    if (m_values)
        m_values->want(source);
}

void QueryFeature::showValues()
{
    m_catalog.seenValues = m_values->seen();
    if (!m_view)
        return;
    m_view->editor().setCatalog(m_catalog);
    m_view->editor().offerValues(m_wantedValues);
}

} // namespace qd

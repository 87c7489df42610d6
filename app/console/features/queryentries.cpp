// Where the query page's texts come from and go to: entries, parameters, saving, history, and values that were seen.
#include "features/queryfeature.h"

#include "mainwindow.h"
#include "query/queryeditor.h"
#include "shell/bannerarea.h"
#include "workspace.h"

namespace qd {

namespace {

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

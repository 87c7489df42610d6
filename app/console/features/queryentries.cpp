// Where the query page's texts come from and go to: entries, parameters, saving, history, and values that were seen.
#include "features/queryfeature.h"

#include "mainwindow.h"
#include "query/queryeditor.h"
#include "workspace.h"

#include <QInputDialog>

namespace qd {

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

void QueryFeature::askSave()
{
    const QueryDraft &draft = m_desk.current().draft();
    auto *dialog = new QInputDialog(&m_window);
    dialog->setObjectName(QStringLiteral("querySaveDialog"));
    dialog->setWindowTitle(tr("Save the query"));
    dialog->setLabelText(tr("Name, with folders: cost/by-team"));
    const bool isOwn = draft.source.startsWith(QLatin1StringView("saved:"));
    dialog->setTextValue(isOwn ? draft.source.mid(6) : draft.title.toLower().simplified().replace(u' ', u'-'));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QInputDialog::textValueSelected, this, &QueryFeature::saveAs);
    dialog->open();
}

void QueryFeature::saveAs(const QString &path)
{
    const auto source = m_shelf.save(path.trimmed(), m_view->editor().text());
    if (!source)
        return notice(StatusTone::Crit, source.error().message, source.error().detail);
    m_desk.setSource(*source, path.section(u'/', -1));
    m_view->head().showNotice(tr("Saved as %1").arg(path));
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

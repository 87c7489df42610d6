// What the query page sends, and where its results go.
#include "features/queryfeature.h"

#include "mainwindow.h"
#include "query/queryeditor.h"
#include "workspace.h"

#include <QDir>
#include <QFileDialog>
#include <QRegularExpression>

namespace qd {

namespace {

constexpr qsizetype previewRows = 50;

/// Whether the text says itself which time it is about: then the window's range would only cut it short.
bool setsItsOwnTime(const QString &kql)
{
    static const QRegularExpression word(QStringLiteral("^(ago|now|datetime|startof\\w+|endof\\w+)$"));
    for (const kql::Highlight &found : kql::highlight(kql, {}))
        if (found.kind == kql::HighlightKind::Function && word.match(QStringView(kql).mid(found.range.from, found.range.to - found.range.from)).hasMatch())
            return true;
    static const QRegularExpression literal(QStringLiteral("\\bdatetime\\s*\\("));
    return literal.match(kql).hasMatch();
}

} // namespace

// Parameters stand as lets in front, in the same line: places in what was sent are places in the text, moved by that much.
Result<QueryOrder> QueryFeature::orderFor(QueryView::Way way) const
{
    const QString text = m_view->editor().text();
    const kql::TextRange range = m_view->editor().runRange();
    const auto lets = query::parameterLets(query::readQueryFile({}, text).parameters, m_view->parameterValues());
    if (!lets)
        return lets.error();
    const QString head = lets->isEmpty() ? QString() : QString(*lets % u' ');
    const QString body = text.mid(range.from, range.to - range.from);
    const TimeRange &shown = m_account->tiles().range();
    const bool isOwn = setsItsOwnTime(body);
    // A text that was written over what it was opened as is not that query any more.
    const QString title = m_desk.current().draft().title;
    QueryOrder order{.kql = head % body, .offset = range.from - head.size(), .timespan = isOwn ? std::nullopt : std::optional(shown.resolve(m_account->tiles().serverClock().now())),
                     .rangeText = isOwn ? tr("time set in the query") : shown.text(), .schema = schema() == TelemetrySchema::Classic ? QStringLiteral("classic") : QStringLiteral("workspace"), .name = query::readQueryFile({}, text).title == title ? title : QString()};
    if (range.to <= range.from)
        order.kql.clear();
    else if (way == QueryView::Way::Preview)
        order.kql += QStringLiteral("\n| take %1").arg(previewRows);
    return order;
}

void QueryFeature::run(QueryView::Way way)
{
    if (!m_view || !m_account)
        return m_view ? m_view->head().showNotice(tr("There is no connection yet")) : void();
    if (m_desk.current().isRunning())
        return m_view->head().showNotice(tr("It runs already; Esc cancels it"));
    const Result<QueryOrder> order = orderFor(way);
    if (!order)
        return m_view->head().showNotice(order.error().message);
    if (order->kql.trimmed().isEmpty())
        return m_view->head().showNotice(tr("There is no query at the cursor"));
    m_desk.setText(m_view->editor().text(), m_view->editor().cursorOffset());
    if (way != QueryView::Way::FromCache)
        return m_desk.current().run(m_account->session().queries(), *order);
    if (const QueryTab::Answer *kept = m_desk.kept(order->kql))
        m_desk.current().show(*kept);
    else
        m_view->head().showNotice(tr("This text was not answered before; F5 runs it"));
}

void QueryFeature::setRange(Instant from, Instant to)
{
    const auto text = [](Instant at) { return toDateTime(at).toString(Qt::ISODate); };
    if (const auto range = TimeRange::parse(text(from) % QStringLiteral(" to ") % text(to)))
        emit m_workspace.navigator.rangeRequested(*range);
}

void QueryFeature::askExport()
{
    const ResultGridModel *result = m_desk.current().result();
    if (!m_export || !result || result->set().columnCount() == 0)
        return m_view->head().showNotice(tr("There is no result to export"));
    auto *dialog = new QFileDialog(&m_window, tr("Export the result"), QDir::homePath(), tr("CSV (*.csv);;JSON (*.json);;JSON lines (*.ndjson)"));
    dialog->setObjectName(QStringLiteral("queryExportDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QString(m_desk.current().draft().title.toLower().simplified().replace(u' ', u'-').replace(u'/', u'-') % QStringLiteral(".csv")));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &QueryFeature::exportTo);
    dialog->open();
}

void QueryFeature::exportTo(const QString &path)
{
    if (const ResultGridModel *result = m_desk.current().result(); m_export && result)
        m_export->save(path, result->set(), result->rows());
}

} // namespace qd

#include "tracetablemodel.h"

#include "format.h"
#include "plaintip.h"
#include "tracetext.h"

namespace qd {

namespace {

using TraceColumn = TraceTableModel::Column;

bool hasTraceFailed(const TraceSummary &trace)
{
    return trace.isFailed || trace.failures > 0 || trace.outcome == QLatin1String("failed");
}

QString traceCell(const TraceSummary &trace, TraceColumn column)
{
    switch (column) {
    case TraceColumn::Time: return toDateTime(trace.at).toString(QStringLiteral("MM-dd HH:mm:ss"));
    case TraceColumn::Root: return tracetext::plain(trace.root, 80);
    case TraceColumn::Tenant: return tracetext::plain(trace.tenant, 60);
    case TraceColumn::Agent: return tracetext::plain(trace.agent, 60);
    case TraceColumn::Prompt: return tracetext::plain(trace.prompt, 60);
    case TraceColumn::Duration: return format::duration(trace.duration);
    case TraceColumn::Spans: return QString::number(trace.spans);
    case TraceColumn::Errors: return trace.failures == 0 ? QString() : QString::number(trace.failures);
    case TraceColumn::Tokens:
        return trace.inputTokens + trace.outputTokens == 0 ? QString() : format::compact(static_cast<double>(trace.inputTokens + trace.outputTokens));
    case TraceColumn::Cost: return trace.cost ? format::money(*trace.cost) : QString();
    case TraceColumn::Count: break;
    }
    return {};
}

QVariant traceSortKey(const TraceSummary &trace, TraceColumn column)
{
    switch (column) {
    case TraceColumn::Time: return QVariant::fromValue<qlonglong>(trace.at.time_since_epoch().count());
    case TraceColumn::Duration: return QVariant::fromValue<qlonglong>(trace.duration.count());
    case TraceColumn::Spans: return trace.spans;
    case TraceColumn::Errors: return trace.failures;
    case TraceColumn::Tokens: return trace.inputTokens + trace.outputTokens;
    case TraceColumn::Cost: return trace.cost.value_or(-1);
    case TraceColumn::Root:
    case TraceColumn::Tenant:
    case TraceColumn::Agent:
    case TraceColumn::Prompt:
    case TraceColumn::Count: break;
    }
    return traceCell(trace, column);
}

QString traceSpoken(const TraceSummary &trace)
{
    QStringList parts{traceCell(trace, TraceColumn::Time), traceCell(trace, TraceColumn::Root), traceCell(trace, TraceColumn::Tenant),
                      traceCell(trace, TraceColumn::Agent), traceCell(trace, TraceColumn::Duration)};
    parts << (hasTraceFailed(trace) ? TraceTableModel::tr("failed, %n error(s)", nullptr, static_cast<int>(trace.failures)) : TraceTableModel::tr("no errors"));
    if (trace.cost)
        parts << format::money(*trace.cost);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString traceTip(const TraceSummary &trace)
{
    QStringList lines{tracetext::plain(trace.id.value), format::timestamp(trace.at)};
    if (!trace.outcome.isEmpty())
        lines << TraceTableModel::tr("outcome %1").arg(tracetext::plain(trace.outcome));
    lines << tracetext::tokens(trace.inputTokens, trace.outputTokens);
    return lines.join(u'\n');
}

bool isNumberColumn(TraceColumn column) { return column >= TraceColumn::Duration; }

} // namespace

TraceTableModel::TraceTableModel(const TraceListStore &store, QObject *parent)
    : QAbstractTableModel(parent), m_store(store), m_traces(store.traces())
{
    connect(&store, &TraceListStore::inserted, this, &TraceTableModel::insertTrace);
    connect(&store, &TraceListStore::changed, this, &TraceTableModel::changeTrace);
    connect(&store, &TraceListStore::removed, this, &TraceTableModel::removeTrace);
}

int TraceTableModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_traces.size()); }

int TraceTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(Column::Count); }

QVariant TraceTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TraceSummary &trace = m_traces.at(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole: return traceCell(trace, column);
    case Qt::TextAlignmentRole: return QVariant(Qt::AlignVCenter | (isNumberColumn(column) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ToolTipRole: return plainTip(traceTip(trace));
    case Qt::AccessibleTextRole: return traceSpoken(trace);
    case IdRole: return trace.id.value;
    case SortRole: return traceSortKey(trace, column);
    case FailedRole: return hasTraceFailed(trace);
    default: return {};
    }
}

QVariant TraceTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (isNumberColumn(static_cast<Column>(section)) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Time: return tr("Time, UTC");
    case Column::Root: return tr("Root");
    case Column::Tenant: return tr("Tenant");
    case Column::Agent: return tr("Agent");
    case Column::Prompt: return tr("Prompt");
    case Column::Duration: return tr("Duration");
    case Column::Spans: return tr("Spans");
    case Column::Errors: return tr("Errors");
    case Column::Tokens: return tr("Tokens");
    case Column::Cost: return tr("Cost");
    case Column::Count: break;
    }
    return {};
}

void TraceTableModel::insertTrace(qsizetype row)
{
    beginInsertRows({}, static_cast<int>(row), static_cast<int>(row));
    m_traces.insert(row, m_store.traces().at(row));
    endInsertRows();
}

void TraceTableModel::changeTrace(qsizetype row)
{
    m_traces[row] = m_store.traces().at(row);
    emit dataChanged(index(static_cast<int>(row), 0), index(static_cast<int>(row), columnCount() - 1));
}

void TraceTableModel::removeTrace(qsizetype row)
{
    beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
    m_traces.removeAt(row);
    endRemoveRows();
}

} // namespace qd

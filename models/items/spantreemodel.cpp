#include "spantreemodel.h"

#include "format.h"
#include "tracetext.h"

namespace qd {

void SpanTreeModel::setTrace(std::shared_ptr<const Trace> trace)
{
    if (!m_children.back().empty()) {
        beginRemoveRows({}, 0, static_cast<int>(m_children.back().size()) - 1);
        m_trace = std::make_shared<const Trace>();
        m_children = {{}};
        m_rows.clear();
        endRemoveRows();
    }
    int roots = 0;
    for (int i = 0; i < trace->size(); i = trace->node(i).next)
        ++roots;
    if (roots == 0)
        return;
    beginInsertRows({}, 0, roots - 1);
    m_trace = std::move(trace);
    fill();
    endInsertRows();
}

void SpanTreeModel::fill()
{
    const auto count = static_cast<size_t>(m_trace->size());
    m_children.assign(count + 1, {});
    m_rows.assign(count, 0);
    for (int i = 0; i < m_trace->size(); ++i) {
        const int above = m_trace->node(i).parent;
        std::vector<int> &siblings = m_children[above < 0 ? count : static_cast<size_t>(above)];
        m_rows[static_cast<size_t>(i)] = static_cast<int>(siblings.size());
        siblings.push_back(i);
    }
}

const std::vector<int> &SpanTreeModel::childrenOf(const QModelIndex &parent) const
{
    return parent.isValid() ? m_children[static_cast<size_t>(parent.internalId())] : m_children.back();
}

QModelIndex SpanTreeModel::indexOfSpan(int span, int column) const
{
    if (span < 0 || span >= m_trace->size())
        return {};
    return createIndex(m_rows[static_cast<size_t>(span)], column, static_cast<quintptr>(span));
}

QModelIndex SpanTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, static_cast<quintptr>(childrenOf(parent)[static_cast<size_t>(row)]));
}

QModelIndex SpanTreeModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOfSpan(m_trace->node(static_cast<int>(child.internalId())).parent) : QModelIndex();
}

int SpanTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(childrenOf(parent).size());
}

int SpanTreeModel::columnCount(const QModelIndex &) const { return static_cast<int>(Column::Count); }

QVariant SpanTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int at = static_cast<int>(index.internalId());
    const Span &span = m_trace->span(at);
    switch (role) {
    case Qt::AccessibleTextRole: return tracetext::spoken(*m_trace, at);
    case SpanRole: return at;
    case FailedRole: return span.isFailed;
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (static_cast<Column>(index.column())) {
    case Column::Name: return tracetext::plain(span.name);
    case Column::Side: return tracetext::sideText(span);
    case Column::Duration: return format::duration(span.duration);
    case Column::Self: return format::duration(m_trace->node(at).self);
    case Column::Count: break;
    }
    return {};
}

QVariant SpanTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Name: return tr("Span");
    case Column::Side: return tr("Server or tokens");
    case Column::Duration: return tr("Duration");
    case Column::Self: return tr("Self");
    case Column::Count: break;
    }
    return {};
}

} // namespace qd

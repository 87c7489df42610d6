#include "audittablemodel.h"

#include "audit/audittext.h"
#include "format.h"

namespace qd {

namespace {

constexpr qsizetype auditActorChars = 20; ///< "application" and the start of its id

QString auditCell(const AuditRecord &record, AuditTableModel::Column column)
{
    using C = AuditTableModel::Column;
    switch (column) {
    case C::Number: return QString::number(record.sequence);
    case C::Time: return format::timestamp(record.entry.at);
    case C::Kind: return auditKindWord(record.entry.kind);
    case C::Verb: return record.entry.verb;
    case C::What: return record.entry.summary;
    case C::Status: return record.entry.status;
    case C::Who: return record.entry.actor.size() > auditActorChars ? record.entry.actor.left(auditActorChars) + u'…' : record.entry.actor;
    case C::Environment: return record.entry.environment;
    case C::Count: break;
    }
    return {};
}

QString auditFilterText(const AuditRecord &record)
{
    const AuditEntry &entry = record.entry;
    return QStringList{auditKindWord(entry.kind), entry.verb, entry.summary, entry.status, entry.actor, entry.environment, entry.target,
                       entry.detail}.join(u'\n');
}

} // namespace

AuditTableModel::AuditTableModel(AuditStore &store, QObject *parent) : QAbstractTableModel(parent), m_store(store)
{
    connect(&store, &AuditStore::adding, this, [this](qsizetype count) { beginInsertRows({}, 0, static_cast<int>(count) - 1); });
    connect(&store, &AuditStore::added, this, [this] { endInsertRows(); });
    connect(&store, &AuditStore::dropping, this, [this](qsizetype count) {
        const int rows = rowCount();
        beginRemoveRows({}, rows - static_cast<int>(count), rows - 1);
    });
    connect(&store, &AuditStore::dropped, this, [this] { endRemoveRows(); });
}

int AuditTableModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_store.records().size()); }

int AuditTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(Column::Count); }

const AuditRecord *AuditTableModel::record(int row) const
{
    return row >= 0 && row < m_store.records().size() ? &m_store.records().at(row) : nullptr;
}

QVariant AuditTableModel::data(const QModelIndex &index, int role) const
{
    const AuditRecord *record = index.isValid() ? this->record(index.row()) : nullptr;
    if (!record)
        return {};
    if (role == SequenceRole)
        return record->sequence;
    if (role == FilterRole)
        return auditFilterText(*record);
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return auditCell(*record, static_cast<Column>(index.column())).left(300);
    return {};
}

QVariant AuditTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("No."), tr("Time"), tr("Kind"), tr("Action"), tr("What"), tr("Result"), tr("Who"), tr("Where")};
    return titles.value(section);
}

} // namespace qd

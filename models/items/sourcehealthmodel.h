#pragma once

#include "sourcehealthstore.h"

#include <QAbstractListModel>

namespace qd {

/// The sources of a SourceHealthStore as a list, one row a source, in the store's order. GUI thread.
class SourceHealthModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SourceHealthModel)

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< QString, the id
        StateRole,                   ///< int, SourceState
        HealthRole,                  ///< qd::SourceHealth, whole
        SortRole                     ///< int: worse is larger
    };

    /// `store` is borrowed and must outlive the model.
    explicit SourceHealthModel(const SourceHealthStore &store, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    void insertSource(const QString &name, qsizetype index);
    void changeSource(const QString &name, qsizetype index);
    void removeSource(qsizetype index);

    const SourceHealthStore &m_store;
    QList<SourceHealth> m_sources;
};

} // namespace qd

Q_DECLARE_METATYPE(qd::SourceHealth)

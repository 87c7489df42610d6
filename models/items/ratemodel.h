#pragma once

#include "ratecardstore.h"

#include <QAbstractTableModel>

namespace qd {

/// The prices of the rate card that is being edited, in place: an edit that the rules refuse changes nothing and is told
/// by refused(). GUI thread.
class RateModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RateModel)

public:
    enum Column { Model, Provider, From, Input, Cached, Output, Note, ColumnCount };

    /// `store` is borrowed and must outlive the model.
    explicit RateModel(RateCardStore &store, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

signals:
    void refused(const qd::Error &error);
    void accepted();

private:
    void follow();

    RateCardStore &m_store;
    QList<Rate> m_rates; ///< what the view has been told
};

/// A rate with one cell typed anew; Invalid when the text is no number or date.
Result<Rate> editedRate(const Rate &rate, RateModel::Column column, const QString &text);

} // namespace qd

#pragma once

#include <QHash>
#include <QList>
#include <QWidget>

class QHBoxLayout;

namespace qd {

/// One field of the parameters bar.
struct ParameterField {
    QString name;
    QString type;   ///< KQL's word
    QString value;  ///< what holds unless another one is typed
    QString tip;
    bool operator==(const ParameterField &) const = default;
};

/// Fields for the parameters that a query declares; hidden when it has none. GUI thread.
class ParameterBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ParameterBar)

public:
    explicit ParameterBar(QWidget *parent = nullptr);

    /// Fields that are there already keep what was typed.
    void setFields(const QList<ParameterField> &fields);
    [[nodiscard]] QHash<QString, QString> values() const;

signals:
    void submitted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QList<ParameterField> m_fields;
    QHBoxLayout *m_layout;
};

} // namespace qd

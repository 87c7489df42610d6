#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;

namespace qd {

/// A model's endpoint as typed. The key is in clear.
struct TypedModel {
    QString url;
    QString model;
    QString key;
    bool isKeyKept = false; ///< the keyring has one already; an empty `key` leaves it there
};

/// Which model may write answers to sampling. GUI thread.
class ModelDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ModelDialog)

public:
    explicit ModelDialog(const TypedModel &known, QWidget *parent = nullptr);

    [[nodiscard]] TypedModel typed() const;
    /// Why it was not taken; the dialog stays open.
    void setProblem(const QString &problem);

signals:
    /// Whoever takes it closes the dialog.
    void saveRequested(const qd::TypedModel &model);
    void removeRequested();

private:
    QWidget *makeButtons(bool isKnown);

    QLineEdit *m_url;
    QLineEdit *m_model;
    QLineEdit *m_key;
    QLabel *m_problem;
    bool m_isKeyKept;
};

} // namespace qd

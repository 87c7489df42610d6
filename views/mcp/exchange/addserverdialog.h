#pragma once

#include "mcp/exchange/newserver.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace qd {

class SignInFields;
class TlsFields;

/// Asks for a server: a command with its arguments and variables, or an address with its headers and how to sign in; or
/// lets one be changed. GUI thread.
class AddServerDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AddServerDialog)

public:
    explicit AddServerDialog(QWidget *parent = nullptr);

    /// Names that a new server may not have: they are in the list.
    void setTakenNames(const QStringList &names) { m_taken = names; }
    /// The server to be changed; its name stays.
    void setServer(const NewServer &server);
    [[nodiscard]] NewServer server() const;

signals:
    /// New, or changed.
    void added(const qd::NewServer &server);

private:
    QWidget *makeCommand();
    QWidget *makeAddress();
    QPlainTextEdit *makeText(const char *name, const QString &accessible, const QString &hint);
    void submit();

    QStringList m_taken;
    QLineEdit *m_name;
    QComboBox *m_way;
    QStackedWidget *m_pages;
    QLineEdit *m_command = nullptr;
    QPlainTextEdit *m_arguments = nullptr;
    QPlainTextEdit *m_variables = nullptr;
    QLineEdit *m_url = nullptr;
    QPlainTextEdit *m_headers = nullptr;
    SignInFields *m_signIn = nullptr;
    TlsFields *m_tls = nullptr;
    QPushButton *m_add = nullptr;
    QLabel *m_problem;
};

} // namespace qd

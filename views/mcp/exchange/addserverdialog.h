#pragma once

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace qd {

/// What is typed of a new server. A value; keys in it are still in clear.
struct NewServer {
    enum class Way { Command, Http, Sse };
    Way way = Way::Command;
    QString name;
    QString command;
    QStringList arguments;
    QString url;
    QList<std::pair<QString, QString>> pairs; ///< variables of a command, headers of an address
};

/// Asks for a server: a command with its arguments and variables, or an address with its headers. GUI thread.
class AddServerDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AddServerDialog)

public:
    explicit AddServerDialog(QWidget *parent = nullptr);

    [[nodiscard]] NewServer server() const;

signals:
    void added(const qd::NewServer &server);

private:
    QWidget *makeCommand();
    QWidget *makeAddress();
    QLineEdit *makeLine(const char *name, const QString &accessible, const QString &hint);
    QPlainTextEdit *makeText(const char *name, const QString &accessible, const QString &hint);
    void submit();

    QLineEdit *m_name;
    QComboBox *m_way;
    QStackedWidget *m_pages;
    QLineEdit *m_command = nullptr;
    QPlainTextEdit *m_arguments = nullptr;
    QPlainTextEdit *m_variables = nullptr;
    QLineEdit *m_url = nullptr;
    QPlainTextEdit *m_headers = nullptr;
    QLabel *m_problem;
};

} // namespace qd

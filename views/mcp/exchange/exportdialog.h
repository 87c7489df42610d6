#pragma once

#include "theme/theme.h"

#include <QDialog>

class QComboBox;
class QLabel;

namespace qd {

class CodePane;

/// The servers in the way another client writes them, to be copied or saved. Shows what it is given. GUI thread.
class ExportDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExportDialog)

public:
    /// `clients` are what can be chosen; `theme` is borrowed.
    ExportDialog(const QStringList &clients, const Theme &theme, QWidget *parent);

    /// `notes` say what this client's file cannot.
    void setText(const QString &text, const QStringList &notes);
    [[nodiscard]] int client() const;

signals:
    void clientChosen(int client);
    void saveRequested();

private:
    QComboBox *m_clients;
    CodePane *m_text;
    QLabel *m_notes;
};

} // namespace qd

#include "mcp/exchange/tlsfields.h"

#include "theme/tokens.h"
#include "widgets/fieldline.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace qd {

namespace {

/// The line and the button that looks for its file.
QHBoxLayout *withChooser(QLineEdit *edit, const QString &title)
{
    auto *choose = new QPushButton(QStringLiteral("…"), edit->parentWidget());
    choose->setObjectName(QString(edit->objectName() + QStringLiteral("Choose")));
    choose->setAccessibleName(title);
    choose->setToolTip(title);
    choose->setAutoDefault(false);
    choose->setFixedWidth(choose->fontMetrics().horizontalAdvance(u'm') * 3);
    QObject::connect(choose, &QPushButton::clicked, edit, [edit, title] {
        auto *dialog = new QFileDialog(edit->window(), title, edit->text(), TlsFields::tr("PEM files (*.pem *.crt *.cer *.key);;All files (*)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        QObject::connect(dialog, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
        dialog->open();
    });
    auto *row = new QHBoxLayout;
    row->setSpacing(space::xs);
    row->addWidget(edit, 1);
    row->addWidget(choose);
    return row;
}

bool isWholePath(const QString &path) { return path.isEmpty() || path.startsWith(u'/') || path.startsWith(QLatin1String("~/")); }

} // namespace

TlsFields::TlsFields(QWidget *parent)
    : QWidget(parent), m_ca(makeFieldLine(this, "mcpNewCa", tr("PEM file with authorities to trust beside the system's"), tr("the system's alone"))),
      m_certificate(makeFieldLine(this, "mcpNewCertificate", tr("PEM file with our client certificate"), tr("none"))),
      m_key(makeFieldLine(this, "mcpNewKey", tr("PEM file with the key of our client certificate, without a passphrase"), tr("its key file"))),
      m_insecure(new QCheckBox(tr("Take any certificate (insecure)"), this))
{
    m_insecure->setObjectName(QStringLiteral("mcpNewInsecure"));
    m_insecure->setAccessibleName(tr("Take any certificate of this server: who stands between can read and change everything"));
    auto *pair = new QHBoxLayout;
    pair->setSpacing(space::xs);
    pair->addLayout(withChooser(m_certificate, tr("Choose the client certificate's file")));
    pair->addLayout(withChooser(m_key, tr("Choose the key's file")));
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(space::s);
    form->addRow(tr("CA file"), withChooser(m_ca, tr("Choose the authorities' file")));
    form->addRow(tr("Client certificate"), pair);
    form->addRow(QString(), m_insecure);
}

void TlsFields::setTls(const TlsSettings &tls)
{
    m_ca->setText(tls.caFile);
    m_certificate->setText(tls.certificateFile);
    m_key->setText(tls.keyFile);
    m_insecure->setChecked(tls.isInsecure);
}

TlsSettings TlsFields::tls() const
{
    return {.caFile = m_ca->text().trimmed(), .certificateFile = m_certificate->text().trimmed(), .keyFile = m_key->text().trimmed(), .isInsecure = m_insecure->isChecked()};
}

QString TlsFields::problem() const
{
    const TlsSettings typed = tls();
    if (typed.certificateFile.isEmpty() && !typed.keyFile.isEmpty())
        return tr("A key file goes with a client certificate.");
    return isWholePath(typed.caFile) && isWholePath(typed.certificateFile) && isWholePath(typed.keyFile) ? QString() : tr("Certificate and key files need their whole path.");
}

} // namespace qd

#include "features/askyes.h"

#include <QMessageBox>
#include <QPushButton>

namespace qd {

void askYes(const YesQuestion &question, QWidget &window, QObject *context, const std::function<void()> &agreed)
{
    auto *dialog = new QMessageBox(QMessageBox::NoIcon, question.title, question.question, QMessageBox::Cancel, &window);
    dialog->setObjectName(question.name);
    dialog->setTextFormat(Qt::PlainText);
    QPushButton *agree = dialog->addButton(question.agree, QMessageBox::DestructiveRole);
    agree->setObjectName(QString(question.name % QStringLiteral("Agree")));
    dialog->setDefaultButton(QMessageBox::Cancel);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(agree, &QPushButton::clicked, context, agreed);
    dialog->open();
}

} // namespace qd

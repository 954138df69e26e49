<?php

/** Charges the card at the gateway; gives its reference or false. */
function charge($order_id, $amount, $token)
{
    $fields = array(
        'merchant' => PAY_MERCHANT,
        'order' => $order_id,
        'amount' => number_format($amount, 2, '.', ''),
        'token' => $token,
        'sign' => md5(PAY_MERCHANT . $order_id . $amount . PAY_SECRET),
    );
    $curl = curl_init(PAY_URL);
    curl_setopt($curl, CURLOPT_POST, 1);
    curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($fields));
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, 1);
    curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, 0);
    $answer = curl_exec($curl);
    curl_close($curl);
    $data = json_decode($answer, true);
    return $data && $data['status'] == 'ok' ? $data['ref'] : false;
}
